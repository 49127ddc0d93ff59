import { hash as digest, randomBytes, timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Client } from '../client.ts'
import { hashSecret } from '../hash.ts'
import type { Clock, SecretOrigin, Secrets } from '../ports.ts'
import { isRandomSecret } from './random-secret.ts'
import { isSealedSecret, openClientSecret, type Seal } from './sealed-secret.ts'

/** What client secrets that an operator brought are hashed with. */
export interface SlowHasher {
  hash(secret: string): Promise<string>
  verify(hash: string | undefined, secret: string, origin?: SecretOrigin): Promise<boolean>
}

const fast = 'sha256:'

/** A client has two secrets during a rotation. A wrong one is hashed for both, also if there is one or none. */
const mostHashes = 2

/** Hashes a secret of 256 random bits, which need no slow hash. */
export function hashGeneratedSecret(secret: string): string {
  return fast + hashSecret('client_secret', secret)
}

/**
 * Creates the check of client secrets. A wrong secret costs two slow hashes, whether the stored hash is slow or fast
 * and whether a rotation is in progress, and so does an unknown client. A correct slowly hashed secret is remembered under a key of this process.
 */
export function createClientSecrets(hasher: SlowHasher, clock: Clock, seal: Pick<Seal, 'open'>): Secrets {
  const processKey = randomBytes(32).toString('base64url')
  const proven = new LRUCache<string, Buffer>({ max: 10_000 })
  /** Whether the secret of a fast hash is random: checked once, since the hash identifies the secret. */
  const randomness = new LRUCache<string, boolean>({ max: 10_000 })
  const isRandom = (hash: string, secret: string): boolean => {
    const known = randomness.get(hash)
    if (known !== undefined) return known
    const found = isRandomSecret(secret)
    randomness.set(hash, found)
    return found
  }
  const places = new LRUCache<string, true>({ max: 10_000 })
  const placeOf = (id: string, address: string | undefined) => digest('sha256', JSON.stringify([id, address]), 'base64')
  const fingerprint = (id: string, hash: string, secret: string) =>
    digest('sha256', JSON.stringify([processKey, id, hash, secret]), 'buffer')
  /** A secret that is stored encrypted is no credential of other methods, but the caller may learn that it used the wrong one. */
  const findSealed = (client: Client, hashes: readonly string[], secret: string) =>
    hashes.find((hash) => {
      const known = openClientSecret(client.id, hash, seal)
      return known !== undefined && isSame(digest('sha256', known, 'buffer'), digest('sha256', secret, 'buffer'))
    })
  /** The hash of the secret, and that of the one before while a rotation lets both pass. */
  const validHashes = ({ secretHash, previousSecret }: Client): readonly string[] => {
    const previous = previousSecret !== undefined && clock() < previousSecret.until ? [previousSecret.hash] : []
    return secretHash === undefined ? previous : [secretHash, ...previous]
  }
  const revealed = (client: Client) =>
    validHashes(client).flatMap((stored) => openClientSecret(client.id, stored, seal) ?? [])
  return {
    reveal: revealed,
    knows(client, secret) {
      const hash = findFastHash(validHashes(client), secret)
      return hash !== undefined && isRandom(hash, secret)
    },
    remembers(client, secret) {
      return validHashes(client).some((hash) => {
        const remembered = proven.get(`${client.id} ${hash}`)
        return remembered !== undefined && isSame(remembered, fingerprint(client.id, hash, secret))
      })
    },
    wasProvenFrom: ({ id }, address) => places.has(placeOf(id, address)),
    async verify(client, secret, origin) {
      const hashes = client === undefined ? [] : validHashes(client)
      const slow = hashes.filter((hash) => !hash.startsWith(fast) && !isSealedSecret(hash))
      for (let count = 0; count < mostHashes; count++) {
        const hash = slow[count]
        if ((await hasher.verify(hash, secret, origin)) && hash !== undefined) return hash
      }
      // A secret that was hashed fast and can be guessed, from a release that did not distinguish them, is checked like a slow one.
      return findFastHash(hashes, secret) ?? (client && findSealed(client, hashes, secret))
    },
    remember({ id }, secret, { address, hash }) {
      if (hash !== undefined) proven.set(`${id} ${hash}`, fingerprint(id, hash, secret))
      places.set(placeOf(id, address), true)
    },
  }
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function findFastHash(hashes: readonly string[], secret: string): string | undefined {
  if (!hashes.some((hash) => hash.startsWith(fast))) return undefined
  const made = Buffer.from(hashGeneratedSecret(secret))
  return hashes.find((hash) => hash.startsWith(fast) && isSame(Buffer.from(hash), made))
}
