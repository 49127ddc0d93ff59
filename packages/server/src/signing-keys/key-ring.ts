import { createHmac, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import {
  type Clock,
  type Instant,
  isKeyEncryption,
  isSigningAlgorithm,
  type Keys,
  keyAlgorithms,
  type SigningAlgorithm,
} from '../oauth/ports.ts'
import { signings } from './algorithms.ts'
import { decryptWith } from './decrypt.ts'

/** A key of the server with its dates: it signs, or decrypts what clients send. */
export interface SigningKey {
  readonly id: string
  /** A newer release may have added one that this release publishes and does not use. */
  readonly algorithm: string
  readonly privateKey: KeyObject
  /** When it starts to sign; it is published before. A key that decrypts does so as long as it is published. */
  readonly activeFrom: Instant
}

/** Keys that can be replaced while the server runs. */
export interface KeyRing extends Keys {
  replace(keys: readonly SigningKey[]): void
}

interface ReadyKey extends SigningKey {
  readonly publicKey: KeyObject
  /** The JOSE header up to the type, encoded once. */
  readonly headers: Map<string | undefined, string>
}

/**
 * Creates the ring of signing keys. It signs with `node:crypto` directly, because signing is the hot path. The newest
 * active key signs, or else the oldest; every key it holds is published and verifies, or decrypts.
 */
export function createKeyRing({ macKey, clock }: { readonly macKey: Uint8Array; readonly clock: Clock }): KeyRing {
  const secretKey = createSecretKey(macKey)
  let verifying: readonly ReadyKey[] = []
  let signing: readonly ReadyKey[] = []
  let decrypting: readonly ReadyKey[] = []
  let jwks = '{"keys":[]}'

  function current(algorithm: SigningAlgorithm): ReadyKey {
    const now = clock()
    let oldest: ReadyKey | undefined
    for (const key of signing) {
      if (key.algorithm !== algorithm) continue
      if (key.activeFrom <= now) return key
      oldest = key
    }
    if (oldest === undefined) throw new Error(`there is no ${algorithm} key to sign with`)
    // The clock was set back, and relying parties know all keys already.
    return oldest
  }

  return {
    sign(algorithm, type, claims) {
      const key = current(algorithm)
      const input = `${header(key, type)}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
      return `${input}.${signings[algorithm].sign(Buffer.from(input), key.privateKey).toString('base64url')}`
    },
    verify: (jws, type) => readJws(jws, type, verifying),
    decrypt: (jwe) => decryptWith(decrypting, jwe),
    jwks: () => jwks,
    mac: (purpose, message) => createHmac('sha256', secretKey).update(purpose).update(message).digest(),
    replace(replacement) {
      const keys = replacement.map((key) => ({
        ...key,
        publicKey: createPublicKey(key.privateKey),
        headers: new Map(),
      }))
      const newestFirst = keys.toSorted((a, b) => b.activeFrom - a.activeFrom)
      verifying = keys.filter((key) => isSigningAlgorithm(key.algorithm))
      signing = newestFirst.filter((key) => isSigningAlgorithm(key.algorithm))
      decrypting = newestFirst.filter((key) => isKeyEncryption(key.algorithm))
      const others = keys.filter((key) => useOf(key) === undefined)
      // A client encrypts with the first key that fits: it should be the one that stays published longest.
      const published = [...verifying, ...decrypting, ...others].toSorted(byAlgorithm)
      jwks = JSON.stringify({ keys: published.map(toPublicJwk) })
    },
  }
}

function header({ headers, id, algorithm }: ReadyKey, type: string | undefined): string {
  const known = headers.get(type)
  if (known !== undefined) return known
  const encoded = Buffer.from(JSON.stringify({ alg: algorithm, typ: type, kid: id })).toString('base64url')
  headers.set(type, encoded)
  return encoded
}

/** Key and algorithm come from our own list, never from the token (RFC 8725 §3.1, §3.11). */
function readJws(jws: string, type: string, keys: readonly ReadyKey[]): Readonly<Record<string, unknown>> | undefined {
  const [protectedHeader, payload, signature, more] = jws.split('.')
  if (!protectedHeader || !payload || !signature || more !== undefined) return undefined
  const key = keys.find((one) => header(one, type) === protectedHeader)
  if (key === undefined) return undefined
  const input = Buffer.from(`${protectedHeader}.${payload}`)
  const bytes = Buffer.from(signature, 'base64url')
  // Node ignores characters that are not base64url: one token would have many spellings (RFC 7515 §2).
  if (bytes.toString('base64url') !== signature) return undefined
  if (!isSigningAlgorithm(key.algorithm) || !signings[key.algorithm].verify(input, key.publicKey, bytes))
    return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Readonly<Record<string, unknown>> // we wrote it
}

const order: readonly string[] = keyAlgorithms

/**
 * Key types that few libraries know come last among the keys that verify: some refuse a set whose first key they cannot read.
 * Keys that decrypt follow: some libraries ignore `use`.
 */
function byAlgorithm(a: ReadyKey, b: ReadyKey): number {
  return placeOf(a) - placeOf(b)
}

function placeOf({ algorithm }: ReadyKey): number {
  const place = order.indexOf(algorithm)
  return place < 0 ? order.length : place
}

/** Undefined for an algorithm that only a newer release knows. */
function useOf({ algorithm }: Pick<SigningKey, 'algorithm'>): 'sig' | 'enc' | undefined {
  if (isSigningAlgorithm(algorithm)) return 'sig'
  return isKeyEncryption(algorithm) ? 'enc' : undefined
}

function toPublicJwk(key: ReadyKey): object {
  return { ...key.publicKey.export({ format: 'jwk' }), kid: key.id, use: useOf(key), alg: key.algorithm }
}
