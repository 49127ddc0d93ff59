import { parameter } from '@valetkey/protocol'
import type { SessionStore } from '../../accounts/ports.ts'
import type { Audit, OwnerAuthorizations } from '../../oauth/ports.ts'
import { originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { sessionCookie } from '../browser.ts'
import { nameBrowser } from '../browser-name.ts'
import { networkName } from '../network-name.ts'
import { readOutcome, toOutcome } from '../sealed-outcome.ts'
import { type AccountRouteOptions, accountForm, accountRoute, type Submission, type Visit } from './account-route.ts'
import { type SessionsOutcome, sessionsPage } from './sessions-page.ts'

export interface SessionsOptions extends AccountRouteOptions {
  readonly sessionStore: Pick<SessionStore, 'list' | 'endOne' | 'endOthers'>
  readonly ownerAuthorizations: Pick<OwnerAuthorizations, 'revokeAll'>
  readonly audit: Audit
}

const page = '/account/sessions'

export function sessionsRoutes(options: SessionsOptions): readonly Route[] {
  return [
    accountRoute(page, { show: showSessions }, options),
    accountForm(`${page}/end`, { page, submit: endSession }, options),
    accountForm(`${page}/end-all`, { page, submit: endAll }, options),
  ]
}

async function showSessions(visit: Visit, options: SessionsOptions): Promise<Reply> {
  const { request, browser, session, accountId, now } = visit
  const { base, render, sessionStore } = options
  const sessions = await sessionStore.list(accountId, now)
  const outcome = readOutcome<SessionsOutcome>(page, request, browser, options)
  return render(request, { browser, kind: 'account' }, (chrome) =>
    sessionsPage({
      chrome,
      csrfToken: browser.formToken,
      now: new Date(now),
      sessions: sessions
        .map((one) => ({
          id: one.hash,
          browser: nameBrowser(one.userAgent),
          loggedInAt: new Date(one.authenticatedAt),
          lastSeenAt: new Date(one.lastSeenAt),
          address: one.lastAddress && networkName(one.lastAddress),
          current: one.hash === session.hash,
        }))
        .toSorted((a, b) => Number(b.current) - Number(a.current)),
      endAction: `${base}${page}/end`,
      endAllAction: `${base}${page}/end-all`,
      outcome,
    }),
  )
}

/** Logs one browser of the user out. */
async function endSession(submission: Submission, options: SessionsOptions): Promise<Reply> {
  const { request, browser, session, accountId, form, now } = submission
  const sessions = await options.sessionStore.list(accountId, now)
  const ended = sessions.find((one) => one.hash === parameter(form, 'session'))
  if (ended === undefined) return toOutcome(page, { done: 'nothing' } satisfies SessionsOutcome, browser, options)
  await options.sessionStore.endOne(ended.hash, accountId)
  options.audit.record({ type: 'session.ended', accountId, ...originOf(request) })
  if (ended.hash === session.hash) return toLogin(options)
  const outcome: SessionsOutcome = { done: 'ended', browser: nameBrowser(ended.userAgent) }
  return toOutcome(page, outcome, browser, options)
}

/** Logs out every browser of the user, or every other one, and revokes all authorizations if the user wants that. */
async function endAll(submission: Submission, options: SessionsOptions): Promise<Reply> {
  const { request, browser, session, accountId, form, now } = submission
  const isEverywhere = parameter(form, 'decision') !== 'others'
  const revoked =
    parameter(form, 'revoke') === 'yes' ? await options.ownerAuthorizations.revokeAll(accountId, now) : undefined
  for (const { id: authorizationId, clientId } of revoked ?? [])
    options.audit.record({ type: 'key.taken-back', accountId, clientId, authorizationId, ...originOf(request) })
  // No session has an empty hash.
  const sessions = await options.sessionStore.endOthers(isEverywhere ? '' : session.hash, accountId)
  const detail = isEverywhere ? `all ${sessions}` : `${sessions} others`
  if (sessions > 0) options.audit.record({ type: 'session.ended', accountId, ...originOf(request), detail })
  if (isEverywhere) return toLogin(options)
  const outcome: SessionsOutcome = { done: 'others-ended', sessions, keys: revoked?.length }
  return toOutcome(page, outcome, browser, options)
}

/** Leads to the login, without the cookie of the session that ended. */
function toLogin({ base, web }: AccountRouteOptions): Reply {
  const cookies = [...web.writeBrowserState('', 0), web.writeCookie(sessionCookie, '', 0)]
  return seeOther(`${base}/login`, { 'set-cookie': cookies })
}
