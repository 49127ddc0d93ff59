import type { AccountDataStore } from '../../accounts/ports.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import { type Browser, type BrowserOptions, browserCookie, browserCookieSeconds } from '../browser.ts'
import { findSignedIn, makeRoom, writeSessionCookies } from '../signed-in.ts'
import { findUnacceptedTerms, type TermsOptions, toTerms } from '../terms/terms-step.ts'
import { type Destination, goTo, toQuery } from './destination.ts'
import type { ProvenLogin } from './proven-login.ts'

export interface BeginSessionOptions extends BrowserOptions, TermsOptions {
  readonly base: string
  readonly audit: Audit
  readonly accountData: Pick<AccountDataStore, 'findDeletion'>
  /** Seconds. */
  readonly lifetimes: { readonly session: number }
}

/**
 * Begins a session under a new id and leads on (303, never 307: RFC 9700 §4.12); undefined if the account was disabled or
 * its credentials changed since they were checked. A user who has not accepted the terms is asked first.
 */
export async function beginSession(
  request: OAuthRequest,
  { browser, proven, destination }: { browser: Browser; proven: ProvenLogin; destination: Destination },
  options: BeginSessionOptions,
): Promise<Reply | undefined> {
  const { sessions, web, audit, clock } = options
  const { account, methods, acr, upstream, authenticatedAt } = proven
  if ((await findUnacceptedTerms(account.id, options)) !== undefined)
    return toTerms(proven, browser, destination, options)
  const { kept, ended } = makeRoom(await findSignedIn(browser, options), account.id)
  const secret = await sessions.begin({
    account,
    methods,
    acr,
    upstream,
    authenticatedAt,
    sid: ended.find(({ session }) => session.accountId === account.id)?.session.context.sid,
    browser: browser.secret,
    replaced: ended[0]?.secret,
    userAgent: request.headers.get('user-agent') ?? '',
    address: request.remoteAddress,
    now: clock(),
  })
  if (secret === undefined) return undefined
  const detail = upstream && `by ${upstream.provider}`
  audit.record({ type: 'login.succeeded', accountId: account.id, ...originOf(request), detail })
  for (const { secret: other } of ended.slice(1)) await sessions.end(other)
  for (const { session } of ended.filter((one) => one.session.accountId !== account.id)) {
    const detail = 'too many accounts in one browser'
    audit.record({ type: 'session.ended', accountId: session.accountId, ...originOf(request), detail })
  }
  const cookies = [
    ...writeSessionCookies(browser, { current: secret, others: kept }, options),
    web.writeCookie(browserCookie, browser.secret, browserCookieSeconds),
  ]
  // A user who asked for the deletion of the account may keep it.
  const isLeaving = (await options.accountData.findDeletion(account.id)) !== undefined
  const reply = isLeaving
    ? seeOther(`${options.base}/account/deletion${toQuery(destination)}`)
    : goTo(destination, options)
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } }
}
