import { hashSecret } from '../../oauth/hash.ts'
import type { Management } from '../management.ts'
import type { InitialAccessToken } from '../ports.ts'

export interface AddRegistrationTokenOptions extends Management {
  readonly uses: number
  /** Milliseconds. */
  readonly lifetime: number
  readonly random: (bytes: number) => string
}

export interface AddedRegistrationToken extends InitialAccessToken {
  /** The token itself: only its hash is stored. */
  readonly token: string
}

/** Adds an initial access token, with which clients register themselves (RFC 7591 §3). */
export async function addRegistrationToken({
  store,
  now,
  actor,
  uses,
  lifetime,
  random,
}: AddRegistrationTokenOptions): Promise<AddedRegistrationToken> {
  const token = random(32)
  const hash = hashSecret('initial_access_token', token)
  const entry = { id: random(6), hash, usesLeft: uses, createdAt: now, expiresAt: now + lifetime }
  await store.change((writes) => writes.addInitialAccessToken(entry), actor)
  return { ...entry, token }
}
