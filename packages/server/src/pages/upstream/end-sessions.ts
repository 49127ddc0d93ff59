import type { SessionStore } from '../../accounts/ports.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf } from '../../oauth/request.ts'

export interface EndSessionsOptions {
  readonly sessionStore: Pick<SessionStore, 'list' | 'endOne'>
  readonly audit: Audit
  readonly clock: () => number
}

/** The sessions of an account that a provider began. */
export interface SessionsOfProvider {
  readonly accountId: string
  readonly provider: string
  /** Only the one of this session there; undefined for all. */
  readonly sid?: string | undefined
  /** The hash of a session that stays. */
  readonly except?: string | undefined
}

/** Ends the sessions that a provider began; sessions that a password began stay. Returns how many. */
export async function endSessionsOf(
  request: OAuthRequest,
  { accountId, provider, sid, except }: SessionsOfProvider,
  { sessionStore, audit, clock }: EndSessionsOptions,
): Promise<number> {
  const ended = (await sessionStore.list(accountId, clock())).filter(({ hash, context: { upstream } }) => {
    const isOfProvider = upstream?.provider === provider && hash !== except
    return isOfProvider && (sid === undefined || upstream.sid === undefined || upstream.sid === sid)
  })
  for (const { hash } of ended) await sessionStore.endOne(hash, accountId)
  const detail = `${ended.length} of ${provider}`
  if (ended.length > 0) audit.record({ type: 'session.ended', accountId, ...originOf(request), detail })
  return ended.length
}
