import { createHmac, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import {
  type Clock,
  type Instant,
  isSigningAlgorithm,
  type Keys,
  type SigningAlgorithm,
  signingAlgorithms,
} from '../oauth/ports.ts'
import { algorithms } from './algorithms.ts'

/** A signing key with its dates. */
export interface SigningKey {
  readonly id: string
  /** A newer release may have added one that this release publishes and does not use. */
  readonly algorithm: string
  readonly privateKey: KeyObject
  /** When it starts to sign; it is published before. */
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
 * active key signs, or else the oldest; every key it holds is published and verifies.
 */
export function createKeyRing({ macKey, clock }: { readonly macKey: Uint8Array; readonly clock: Clock }): KeyRing {
  const secretKey = createSecretKey(macKey)
  let keys: readonly ReadyKey[] = []
  let newestFirst: readonly ReadyKey[] = []
  let jwks = '{"keys":[]}'

  function current(algorithm: SigningAlgorithm): ReadyKey {
    const now = clock()
    let oldest: ReadyKey | undefined
    for (const key of newestFirst) {
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
      return `${input}.${algorithms[algorithm].sign(Buffer.from(input), key.privateKey).toString('base64url')}`
    },
    verify: (jws, type) => readJws(jws, type, keys),
    jwks: () => jwks,
    mac: (purpose, message) => createHmac('sha256', secretKey).update(purpose).update(message).digest(),
    replace(replacement) {
      keys = replacement.map((key) => ({ ...key, publicKey: createPublicKey(key.privateKey), headers: new Map() }))
      newestFirst = keys.toSorted((a, b) => b.activeFrom - a.activeFrom)
      jwks = JSON.stringify({ keys: keys.toSorted(byAlgorithm).map(toPublicJwk) })
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
  if (!isSigningAlgorithm(key.algorithm) || !algorithms[key.algorithm].verify(input, key.publicKey, bytes))
    return undefined
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Readonly<Record<string, unknown>> // we wrote it
}

/** Key types that few libraries know come last: some refuse a set whose first key they cannot read. */
function byAlgorithm(a: ReadyKey, b: ReadyKey): number {
  return placeOf(a) - placeOf(b)
}

function placeOf({ algorithm }: ReadyKey): number {
  return isSigningAlgorithm(algorithm) ? signingAlgorithms.indexOf(algorithm) : signingAlgorithms.length
}

function toPublicJwk({ id, algorithm, publicKey }: ReadyKey): object {
  return { ...publicKey.export({ format: 'jwk' }), kid: id, use: 'sig', alg: algorithm }
}
