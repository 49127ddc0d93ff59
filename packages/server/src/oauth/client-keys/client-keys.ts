import type { JWTPayload } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import type { Client } from '../client.ts'
import type { Documents, LoadedDocument } from '../outbound.ts'
import type { Instant } from '../ports.ts'
import { readKeySet } from './key-set.ts'
import type { PublicKey } from './public-key.ts'
import { type SignatureAlgorithm, signatureAlgorithms } from './signature-algorithms.ts'

/** How far a client's clock may be ahead or behind, in seconds. */
export const clockTolerance = 10

/** A JWT whose signature was verified, or why none of the client's keys verified it: for the log. */
export type Verification = { readonly claims: JWTPayload } | { readonly reason: string }

/** The public keys of clients: those registered as `jwks`, or published at `jwks_uri`. */
export interface ClientKeys {
  /**
   * Verifies the signature of a JWT, and `exp` and `nbf` if it has them. Keys are found by `kid` and `alg` among the client's own:
   * `jku`, `x5u` and `jwk` headers are ignored. A `kid` that is unknown makes the published keys be loaded again, within limits.
   * For a client without keys it takes as long as a wrong signature.
   */
  verify(client: Client, jws: string, now: Instant): Promise<Verification>
  /** Lists the usable keys of a client for one use: `sig` or `enc`. Never rejects. */
  list(client: Client, use: 'sig' | 'enc'): Promise<readonly PublicKey[]>
}

/** Finds and uses the public keys of clients. */
export function createClientKeys(documents: Documents): ClientKeys {
  return {
    async verify(client, jws, now) {
      const { alg, kid } = decodeProtectedHeader(jws)
      const algorithm = signatureAlgorithms.find((one) => one.name === alg)
      if (algorithm === undefined) return { reason: `the algorithm ${String(alg)} is not supported` }
      const loaded = await load(client, documents)
      const first = await verifyWith(select(loaded.keys, algorithm, kid), jws, algorithm, now)
      if (first !== undefined) return { claims: first }
      const isKnown = kid !== undefined && loaded.keys.some((key) => key.kid === kid)
      const again = isKnown ? undefined : await reload(client, documents)
      // The same set of keys would verify no more than before.
      if (again !== undefined && again.keys !== loaded.keys) {
        const second = await verifyWith(select(again.keys, algorithm, kid), jws, algorithm, now)
        if (second !== undefined) return { claims: second }
      }
      const { reason = 'no key of the client verifies the signature' } = again ?? loaded
      return { reason }
    },
    async list(client, use) {
      const { keys } = await load(client, documents)
      return keys.filter((key) => key.use === undefined || key.use === use)
    },
  }
}

interface Loaded {
  readonly keys: readonly PublicKey[]
  /** Why there are none. */
  readonly reason?: string
}

const nothing: readonly PublicKey[] = []

async function load({ metadata }: Client, documents: Documents): Promise<Loaded> {
  const { jwks, jwks_uri: url } = metadata
  if (jwks !== undefined) return { keys: readKeySet(jwks) ?? nothing }
  if (url === undefined) return { keys: nothing, reason: 'the client has no keys' }
  return toLoaded(await documents.load(url, keySetKind))
}

async function reload({ metadata }: Client, documents: Documents): Promise<Loaded | undefined> {
  const { jwks, jwks_uri: url } = metadata
  return jwks !== undefined || url === undefined ? undefined : toLoaded(await documents.reload(url, keySetKind))
}

/** The media type of RFC 7517 §8.5.2, and what most servers send. */
const keySetKind = { accept: 'application/jwk-set+json, application/json' }

function toLoaded(loaded: LoadedDocument): Loaded {
  if (loaded.outcome === 'refused') return { keys: nothing, reason: `jwks_uri ${loaded.description}` }
  const keys = readKeySet(loaded.document)
  return keys === undefined ? { keys: nothing, reason: 'jwks_uri has no JWK Set' } : { keys }
}

/** How many keys are tried for one signature. Anyone may register many, and each try takes up to 2 ms. */
const mostTries = 4

/** Selects the keys to try: those with the JWT's `kid`, then those without one. For a JWT without `kid`, all that fit the algorithm. */
function select(
  keys: readonly PublicKey[],
  algorithm: SignatureAlgorithm,
  kid: string | undefined,
): readonly PublicKey[] {
  const fitting = keys.filter(
    (key) =>
      key.kind === algorithm.kind &&
      (key.use === undefined || key.use === 'sig') &&
      (key.alg === undefined || key.alg === algorithm.name) &&
      (key.operations === undefined || key.operations.includes('verify')),
  )
  const named = fitting.filter((key) => kid === undefined || key.kid === kid)
  const unnamed = kid === undefined ? [] : fitting.filter((key) => key.kid === undefined)
  return [...named, ...unnamed].slice(0, mostTries)
}

async function verifyWith(
  keys: readonly PublicKey[],
  jws: string,
  { name, decoy }: SignatureAlgorithm,
  now: Instant,
): Promise<JWTPayload | undefined> {
  const { jwtVerify } = await import('jose/jwt/verify')
  const options = { algorithms: [name], clockTolerance, currentDate: new Date(now) }
  const candidates = keys.length === 0 ? [decoy] : keys.map((key) => key.jwk)
  for (const jwk of candidates) {
    try {
      const { payload } = await jwtVerify(jws, jwk, options)
      if (jwk !== decoy) return payload
    } catch {
      // The next key may be the right one.
    }
  }
  return undefined
}
