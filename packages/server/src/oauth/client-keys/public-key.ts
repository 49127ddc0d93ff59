import { createPublicKey } from 'node:crypto'

/** A public key of a client (RFC 7517 §4), read member by member: nothing else of its JWK is kept. */
export interface PublicKey {
  readonly kid: string | undefined
  readonly type: KeyType
  /** `RSA`, or the name of the curve. */
  readonly kind: string
  readonly use: string | undefined
  readonly alg: string | undefined
  readonly operations: readonly string[] | undefined
  /** The members that make up the key, for jose. The same object for as long as the key set is, so that it is imported once. */
  readonly jwk: { readonly [member: string]: string; readonly kty: KeyType }
}

export type KeyType = 'RSA' | 'EC' | 'OKP'

/** A key, or why it cannot be used: a clause that follows its place and a colon. */
export type KeyReading = { readonly key: PublicKey } | { readonly fault: string }

/** The bytes of a coordinate, by curve. */
const curves: Readonly<Record<string, { readonly type: KeyType; readonly bytes: number }>> = {
  'P-256': { type: 'EC', bytes: 32 },
  'P-384': { type: 'EC', bytes: 48 },
  'P-521': { type: 'EC', bytes: 66 },
  Ed25519: { type: 'OKP', bytes: 32 },
}

/** Members of private and symmetric keys (RFC 7518 §6). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

const [fewestBits, mostBits] = [2048, 8192]

/** Reads a JWK that a client registered or published. */
export function readPublicKey(jwk: unknown): KeyReading {
  if (!isObject(jwk)) return { fault: 'it is not a JSON object' }
  const secret = secretMembers.find((name) => name in jwk)
  if (jwk.kty === 'oct') return { fault: 'kty oct is a symmetric key: register public keys only' }
  if (secret !== undefined) {
    return { fault: `${secret} is a member of private keys: register the public key, and replace this one` }
  }
  const wrong = ['kid', 'use', 'alg'].find((name) => jwk[name] !== undefined && typeof jwk[name] !== 'string')
  if (wrong !== undefined) return { fault: `${wrong} must be a string` }
  const operations = jwk.key_ops
  if (operations !== undefined && !isStrings(operations)) return { fault: 'key_ops must be an array of strings' }
  const material = jwk.kty === 'RSA' ? readRsa(jwk) : readCurve(jwk)
  if ('fault' in material) return material
  return {
    key: { ...material, kid: text(jwk.kid), use: text(jwk.use), alg: text(jwk.alg), operations },
  }
}

type Material = Pick<PublicKey, 'type' | 'kind' | 'jwk'> | { readonly fault: string }

function readRsa({ n, e }: Readonly<Record<string, unknown>>): Material {
  const [modulus, exponent] = [toBytes(n), toBytes(e)]
  if (modulus === undefined || exponent === undefined) return { fault: 'n and e must be base64url strings' }
  const bits = bitsOf(modulus)
  if (bits < fewestBits || bits > mostBits) {
    return { fault: `an RSA key must have ${fewestBits} to ${mostBits} bits, and this one has ${bits}` }
  }
  // A large exponent makes each verification as expensive as a signature.
  if (exponent.length > 4 || (exponent.at(-1) ?? 0) % 2 === 0 || bitsOf(exponent) < 2) {
    return { fault: 'e must be an odd number from 3 to 4294967295, such as AQAB' }
  }
  if ((modulus.at(-1) ?? 0) % 2 === 0) return { fault: 'n must be odd: it is a product of two primes' }
  return withImported({ type: 'RSA', kind: 'RSA', jwk: { kty: 'RSA', n: String(n), e: String(e) } })
}

function readCurve({ kty, crv, x, y }: Readonly<Record<string, unknown>>): Material {
  const curve = typeof crv === 'string' && Object.hasOwn(curves, crv) ? curves[crv] : undefined
  if (curve === undefined || curve.type !== kty) {
    return { fault: `use kty RSA, EC with crv P-256, P-384 or P-521, or OKP with crv Ed25519` }
  }
  if (toBytes(x)?.length !== curve.bytes) return { fault: `x must be ${curve.bytes} bytes in base64url` }
  if (kty === 'OKP') {
    return withImported({ type: 'OKP', kind: String(crv), jwk: { kty: 'OKP', crv: String(crv), x: String(x) } })
  }
  if (toBytes(y)?.length !== curve.bytes) return { fault: `y must be ${curve.bytes} bytes in base64url` }
  const jwk = { kty: 'EC' as const, crv: String(crv), x: String(x), y: String(y) }
  return withImported({ type: 'EC', kind: String(crv), jwk })
}

/**
 * Imports a key once, which checks that its point is on the curve: encryption must not fail later, after a code was used up.
 * Returns the members in canonical form, because Web Crypto is stricter than OpenSSL.
 */
function withImported(material: Exclude<Material, { readonly fault: string }>): Material {
  try {
    const imported = createPublicKey({ key: material.jwk, format: 'jwk' }).export({ format: 'jwk' })
    const members = Object.entries(imported).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    return { ...material, jwk: { ...Object.fromEntries(members), kty: material.type } }
  } catch {
    return { fault: 'it is not a valid public key: for EC, x and y must be a point on the curve crv' }
  }
}

function toBytes(value: unknown): Buffer | undefined {
  if (typeof value !== 'string' || !/^[\w-]{1,4096}$/.test(value)) return undefined
  return Buffer.from(value, 'base64url')
}

function bitsOf(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
