import { identityScopeOf, openid } from '../../identity-scopes.ts'
import type { SessionClient } from '../../ports.ts'
import type { Answer } from './delivery.ts'

/**
 * Returns what is noted of a client that gets an ID token and wants to learn of logouts (OIDC Back-Channel Logout §2.2,
 * Front-Channel Logout §2); undefined for all other responses, which cost nothing.
 */
export function sessionClientOf(
  { request, owner, now }: Pick<Answer, 'request' | 'owner' | 'now'>,
  sessionSeconds: number,
): SessionClient | undefined {
  const { metadata, id: clientId } = request.client
  const hasBackChannel = metadata.backchannel_logout_uri !== undefined
  if (!hasBackChannel && metadata.frontchannel_logout_uri === undefined) return undefined
  const { sid, accountId } = owner
  if (sid === undefined || !identityScopeOf(request.rights).includes(openid)) return undefined
  // The session began before and ends before.
  return { sid, clientId, accountId, hasBackChannel, expiresAt: now + sessionSeconds * 1000 }
}
