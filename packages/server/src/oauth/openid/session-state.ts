import { createHash } from 'node:crypto'
import type { Client } from '../client.ts'
import type { Random } from '../ports.ts'

/**
 * Returns what a browser's script may know of the sessions of its browser: a text that is the same until one of them begins
 * or ends, or another one becomes the current one, and from which they cannot be found. Empty if there are none.
 * @param sessionHashes the hashes under which the sessions are stored, that of the current one first
 */
export function browserStateOf(sessionHashes: readonly string[]): string {
  if (sessionHashes.length === 0) return ''
  return createHash('sha256')
    .update(`browser state ${sessionHashes.join(' ')}`)
    .digest('base64url')
}

/**
 * Returns the `session_state` of an authorization response (OIDC Session Management §2): a salted hash and the salt. With the
 * salt the frame asks whether the session of the response is still active. Undefined for an app's own scheme.
 */
export function sessionStateOf(
  { client, redirectUri, browserState, session }: SessionStateInput,
  random: Random,
): string | undefined {
  const { origin } = new URL(redirectUri)
  // An app's own scheme has no origin, and no frame.
  if (origin === 'null') return undefined
  const salt = session ?? random(12)
  const hash = createHash('sha256').update(`${client.id} ${origin} ${browserState} ${salt}`).digest('base64url')
  return `${hash}.${salt}`
}

export interface SessionStateInput {
  readonly client: Client
  readonly redirectUri: string
  readonly browserState: string
  /** The encrypted session of the response, different each time; undefined for a response without a session. */
  readonly session: string | undefined
}
