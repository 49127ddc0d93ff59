import { Buffer } from 'node:buffer'
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A key with which a test signs tokens. */
export interface TestKey {
  readonly jwk: Readonly<Record<string, unknown>>
  readonly privateKey: KeyObject
}

const kinds = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
} as const

export function createTestKey(kid: string, alg: keyof typeof kinds = 'RS256'): TestKey {
  const { publicKey, privateKey } = kinds[alg]()
  return { jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }, privateKey }
}

const encode = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** Signs any claims or text with any header, even an invalid one: `HS256` uses the public key as the secret, `none` has no signature. */
export function signToken(
  claims: object | string,
  { jwk, privateKey }: TestKey,
  header: Readonly<Record<string, unknown>> = {},
): string {
  const whole = { alg: jwk.alg, kid: jwk.kid, typ: 'JWT', ...header }
  const input = `${encode(whole)}.${encode(claims)}`
  if (whole.alg === 'none') return `${input}.`
  if (whole.alg === 'HS256') {
    return `${input}.${createHmac('sha256', JSON.stringify(jwk)).update(input).digest('base64url')}`
  }
  const digest = jwk.alg === 'EdDSA' ? null : 'sha256'
  const signature = sign(digest, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}
