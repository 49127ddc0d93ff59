import { createHash } from 'node:crypto'
import type { Client } from '../client.ts'
import type { Random } from '../ports.ts'

/**
 * Returns what a browser's script may know of its session: a text that is the same until a login or logout, and from
 * which the session cannot be found.
 * @param sessionHash the hash under which the session is stored
 */
export function browserStateOf(sessionHash: string): string {
  return createHash('sha256').update(`browser state ${sessionHash}`).digest('base64url')
}

/** Returns the `session_state` of an authorization response (OIDC Session Management §2): a salted hash, and the salt. */
export function sessionStateOf(
  { client, redirectUri, browserState }: SessionStateInput,
  random: Random,
): string | undefined {
  const { origin } = new URL(redirectUri)
  // An app's own scheme has no origin, and no frame.
  if (origin === 'null') return undefined
  const salt = random(12)
  const hash = createHash('sha256').update(`${client.id} ${origin} ${browserState} ${salt}`).digest('base64url')
  return `${hash}.${salt}`
}

export interface SessionStateInput {
  readonly client: Client
  readonly redirectUri: string
  readonly browserState: string
}
