import { isObject, type PublicKey, readPublicKey } from './public-key.ts'

/** More keys are not needed for a rotation, and each may be tried for a signature without `kid`. */
export const mostKeys = 20

/** What is wrong with the keys of a registration: a clause that follows `jwks`; undefined if nothing is. */
export function keySetFault(jwks: unknown): string | undefined {
  if (!isObject(jwks) || !Array.isArray(jwks.keys)) return 'must be a JSON object with an array keys'
  const keys: readonly unknown[] = jwks.keys
  if (keys.length === 0) return 'has no key: add a public key'
  if (keys.length > mostKeys) return `has ${keys.length} keys, and the limit is ${mostKeys}`
  for (const [at, jwk] of keys.entries()) {
    const read = readPublicKey(jwk)
    if ('fault' in read) return `.keys[${at}]: ${read.fault}`
  }
  return undefined
}

/**
 * Reads the usable keys of a key set, at most `mostKeys`. Others are skipped (RFC 7517 §5): a client may publish keys that this server
 * does not know, and a key whose private part was published proves nothing.
 * @returns undefined for a document that is no key set
 */
export function readKeySet(document: unknown): readonly PublicKey[] | undefined {
  if (!isObject(document) || !Array.isArray(document.keys)) return undefined
  const known = read.get(document)
  if (known !== undefined) return known
  const usable = document.keys.slice(0, 5 * mostKeys).flatMap((jwk: unknown) => {
    const reading = readPublicKey(jwk)
    return 'key' in reading ? [reading.key] : []
  })
  const keys = usable.slice(0, mostKeys)
  read.set(document, keys)
  return keys
}

/** By document: registrations and loaded documents stay the same objects until they change. */
const read = new WeakMap<object, readonly PublicKey[]>()
