import { hash } from 'node:crypto'

declare const kind: unique symbol

/** Names the kinds of secrets that are stored by their hash; a hash of one kind never equals one of another. */
export type SecretKind =
  | 'code'
  | 'access_token'
  | 'session'
  | 'browser'
  | 'client_secret'
  | 'assertion'
  | 'registration_token'
  | 'initial_access_token'
  | 'link'
  | 'device'

/** Is the hash of a secret of one kind: passing a plain string, or another kind, does not compile. */
export type Hash<K extends SecretKind> = string & { readonly [kind]: K }

/** Hashes a secret of at least 128 random bits, with its kind in the hash; a dated one's begins with its moment. */
export function hashSecret<K extends SecretKind>(secretKind: K, secret: string): Hash<K> {
  const digest = readDated(secretKind, secret) ?? hash('sha256', `${secretKind}:${secret}`, 'base64url')
  return digest as Hash<K> // here and in `makeDatedSecret` hashes are made
}

/** A prefix of four characters, 264 random bits, and the moment of six bytes under a mask. */
const dated = /^vk[ac]_[\w-]{52}$/
const maskedFrom = 4 + 44

/**
 * Makes a secret whose hash begins with the moment it was made, in milliseconds: what is made at one time lies side by side
 * in the index of hashes, so that a commit writes a few of its pages, and not one for each row. In the secret the moment is
 * masked with what its random bits hash to, so that all of it looks random; it is no secret itself.
 */
export function makeDatedSecret<K extends 'code' | 'access_token'>(
  secretKind: K,
  now: number,
  random: (bytes: number) => string,
): { readonly secret: string; readonly hash: Hash<K> } {
  const start = `${secretKind === 'code' ? 'vkc' : 'vka'}_${random(33)}`
  const digest = hash('sha256', `${secretKind}:${start}`, 'base64url')
  moment.writeUIntBE(now, 0, moment.length)
  const order = moment.toString('base64url')
  maskMoment(digest)
  return { secret: start + moment.toString('base64url'), hash: (order + digest) as Hash<K> } // as `hashSecret` makes it
}

function readDated(secretKind: SecretKind, secret: string): string | undefined {
  if (!dated.test(secret)) return undefined
  const digest = hash('sha256', `${secretKind}:${secret.slice(0, maskedFrom)}`, 'base64url')
  moment.write(secret.slice(maskedFrom), 'base64url')
  maskMoment(digest)
  return moment.toString('base64url') + digest
}

// Filled again at each use: a buffer for each secret would be memory outside the heap.
const moment = Buffer.alloc(6)
const over = Buffer.alloc(moment.length)

/** Puts the mask on, or takes it off. */
function maskMoment(digest: string): void {
  over.write(digest, 'base64url')
  for (let at = 0; at < moment.length; at++) moment[at] = (moment[at] ?? 0) ^ (over[at] ?? 0)
}

/** Reads the moment that an id of `makeDatedId` begins with; 0, which is before every other moment, for an id without one. */
export function momentOf(id: string, now: number): number {
  if (moment.write(id.slice(0, 8), 'base64url') !== moment.length) return 0
  const read = moment.readUIntBE(0, moment.length)
  // Random bytes rarely make a moment that is past; clocks of nodes differ by less than a day.
  return read <= now + 86_400_000 ? read : 0
}

/** Makes an id of 16 bytes that begins with the moment it was made: ids of one time lie side by side in an index. */
export function makeDatedId(now: number, random: (bytes: number) => string): string {
  moment.writeUIntBE(now, 0, moment.length)
  return moment.toString('base64url') + random(10)
}
