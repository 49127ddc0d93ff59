import { hash as digest, randomBytes, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { hashSecret } from '../hash.ts'
import type { SecretOrigin, Secrets } from '../ports.ts'

/** What client secrets that an operator brought are hashed with. */
export interface SlowHasher {
  hash(secret: string): Promise<string>
  verify(hash: string | undefined, secret: string, origin?: SecretOrigin): Promise<boolean>
}

const fast = 'sha256:'

/** A secret that we made: 256 random bits need no slow hash. */
export function hashGeneratedSecret(secret: string): string {
  return fast + hashSecret('client_secret', secret)
}

/** Tells whether a secret is as long and mixed as one that we would make: 43 base64url characters or more. */
export function isStrongSecret(secret: string): boolean {
  return /^[A-Za-z0-9\-_.~+/=]{43,}$/.test(secret) && new Set(secret).size >= 16
}

/**
 * Creates the check of client secrets. A wrong secret costs one slow hash whatever kind the right one is,
 * as does an unknown client; a right one that was hashed slowly is remembered, under a key of this process only.
 */
export function createClientSecrets(hasher: SlowHasher): Secrets {
  const processKey = randomBytes(32).toString('base64url')
  const proven = new LRUCache<string, Buffer>({ max: 10_000 })
  const places = new LRUCache<string, true>({ max: 10_000 })
  const placeOf = (id: string, address: string | undefined) => digest('sha256', JSON.stringify([id, address]), 'base64')
  const fingerprint = (id: string, hash: string, secret: string) =>
    digest('sha256', JSON.stringify([processKey, id, hash, secret]), 'buffer')
  return {
    knows({ secretHash }, secret) {
      if (!secretHash?.startsWith(fast)) return false
      return isSame(Buffer.from(secretHash), Buffer.from(hashGeneratedSecret(secret)))
    },
    remembers({ id, secretHash }, secret) {
      if (secretHash === undefined) return false
      const remembered = proven.get(id)
      return remembered !== undefined && isSame(remembered, fingerprint(id, secretHash, secret))
    },
    wasProvenFrom: ({ id }, address) => places.has(placeOf(id, address)),
    verify(client, secret, origin) {
      const hash = client?.secretHash
      return hasher.verify(hash?.startsWith(fast) ? undefined : hash, secret, origin)
    },
    remember({ id, secretHash }, secret, address) {
      if (secretHash === undefined) return
      proven.set(id, fingerprint(id, secretHash, secret))
      places.set(placeOf(id, address), true)
    },
  }
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
