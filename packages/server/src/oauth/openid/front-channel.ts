import type { Keys, OAuthStores } from '../ports.ts'
import { sessionIdOf } from './subject.ts'

/** A session that ended, and the clients that took part in it. */
export interface EndedSession {
  readonly sid: string | undefined
  readonly clientIds: readonly string[]
}

/** More clients would slow the page down for longer than a user waits. */
const mostFrames = 30

export interface FrontChannelOptions {
  readonly issuer: string
  readonly stores: Pick<OAuthStores, 'findClient'>
  readonly keys: Pick<Keys, 'mac'>
}

/** Lists what the browser loads so that clients log the user out there (OIDC Front-Channel Logout §3). */
export async function frontChannelUris(
  ended: readonly EndedSession[],
  { issuer, stores, keys }: FrontChannelOptions,
): Promise<readonly string[]> {
  const uris: string[] = []
  for (const { sid, clientIds } of ended) {
    for (const id of clientIds) {
      if (uris.length === mostFrames) return uris
      const client = await stores.findClient(id)
      const { frontchannel_logout_uri: uri, frontchannel_logout_session_required: isRequired } = client?.metadata ?? {}
      if (uri === undefined || client === undefined || client.disabled) continue
      const query = new URLSearchParams({
        iss: issuer,
        ...(sid === undefined ? {} : { sid: sessionIdOf(sid, client, keys) }),
      })
      uris.push(isRequired === true ? `${uri}${uri.includes('?') ? '&' : '?'}${query}` : uri)
    }
  }
  return uris
}
