import type { Outbound } from '../outbound.ts'
import type { Clock, Keys, OAuthStores, Random } from '../ports.ts'
import type { Encryption } from '../protected-responses/encryption.ts'
import { signingAlgorithmFor } from '../protected-responses/protected-response.ts'
import { idTokenName } from '../tokens/id-token.ts'
import { sessionIdOf, subjectOf } from './subject.ts'

/** The event that a logout token reports (OIDC Back-Channel Logout §2.4). */
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** The `typ` of logout tokens, so that none passes for an ID token (RFC 8725 §3.11). */
const logoutTokenType = 'logout+jwt'

/** How long a logout token is valid, in seconds: at most two minutes (§4). */
const lifetime = 120

/** A session that ended, and the client that learns of it. */
export interface LogoutNotice {
  readonly sid: string
  readonly clientId: string
  readonly accountId: string
}

/**
 * `delivered`: the client logged the user out. `refused`: it will not, and asking again is of no use. `failed`: it could
 * not be reached, or failed. `dropped`: the client does not want logout tokens any more.
 */
export type NoticeResult = 'delivered' | 'refused' | 'failed' | 'dropped'

export interface LogoutNoticeOptions {
  readonly issuer: string
  readonly keys: Pick<Keys, 'sign' | 'mac'>
  readonly encryption: Encryption
  readonly stores: Pick<OAuthStores, 'findClient'>
  readonly outbound: Pick<Outbound, 'fetch'>
  readonly random: Random
  readonly clock: Clock
}

/** The deliveries that share a place in the queue. */
export interface LogoutLane {
  readonly name: string
  /** Whether its clients registered themselves: strangers must not delay the clients of the operator. */
  readonly isDynamic: boolean
}

/**
 * Finds the lane of a client: its own, or that of all clients at its host if it registered itself. A stranger may register
 * many clients at one host.
 */
export async function findLogoutLane(
  clientId: string,
  { stores }: Pick<LogoutNoticeOptions, 'stores'>,
): Promise<LogoutLane> {
  const client = await stores.findClient(clientId)
  const uri = client?.metadata.backchannel_logout_uri
  if (client?.isDynamic !== true || uri === undefined) return { name: `client ${clientId}`, isDynamic: false }
  return { name: `host ${URL.parse(uri)?.hostname ?? ''}`, isDynamic: true }
}

/** Sends one logout token, which is made for this attempt, to `backchannel_logout_uri` (OIDC Back-Channel Logout §2.5). */
export async function sendLogoutToken(
  { sid, clientId, accountId }: LogoutNotice,
  { issuer, keys, encryption, stores, outbound, random, clock }: LogoutNoticeOptions,
): Promise<NoticeResult> {
  const client = await stores.findClient(clientId)
  const uri = client?.metadata.backchannel_logout_uri
  if (client === undefined || client.disabled || uri === undefined) return 'dropped'
  const iat = Math.floor(clock() / 1000)
  const recipient = await encryption.recipient(client, idTokenName)
  if (recipient?.fault !== undefined) return 'failed'
  const token = keys.sign(signingAlgorithmFor(client, idTokenName), logoutTokenType, {
    iss: issuer,
    sub: subjectOf(accountId, client, keys),
    aud: client.id,
    iat,
    exp: iat + lifetime,
    jti: random(16),
    events: { [logoutEvent]: {} },
    sid: sessionIdOf(sid, client, keys),
  })
  const sent = recipient === undefined ? token : await recipient.encrypt(token)
  const result = await outbound.fetch(uri, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token: sent }).toString(),
  })
  if (result.outcome === 'refused') return 'failed'
  if (result.status === 200 || result.status === 204) return 'delivered'
  // 400: the token is invalid or the logout failed (§2.8); 501: the client does not support it.
  return result.status === 400 || result.status === 501 ? 'refused' : 'failed'
}
