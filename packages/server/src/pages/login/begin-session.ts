import type { LoginAccount, UpstreamSession } from '../../accounts/ports.ts'
import type { Audit, Instant } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import { type Browser, type BrowserOptions, browserCookie, browserCookieSeconds } from '../browser.ts'
import { findSignedIn, makeRoom, writeSessionCookies } from '../signed-in.ts'
import { type Destination, goTo } from './destination.ts'

/** A login that has just succeeded. */
export interface Proven {
  readonly account: LoginAccount
  /** The methods that proved it (RFC 8176 §2). */
  readonly methods: readonly string[]
  /** How well another provider says that it identified the user, if that is believed. */
  readonly acr?: string | undefined
  /** The provider that identified the user. */
  readonly upstream?: UpstreamSession | undefined
  /** When the first of the methods did; by default now. */
  readonly authenticatedAt?: Instant | undefined
}

export interface BeginSessionOptions extends BrowserOptions {
  readonly base: string
  readonly audit: Audit
  /** Seconds. */
  readonly lifetimes: { readonly session: number }
}

/**
 * Begins a session under a new id and leads on (303, never 307: RFC 9700 §4.12); undefined if the account was disabled or
 * its credentials changed since they were checked.
 */
export async function beginSession(
  request: OAuthRequest,
  { browser, proven, destination }: { browser: Browser; proven: Proven; destination: Destination },
  options: BeginSessionOptions,
): Promise<Reply | undefined> {
  const { sessions, web, audit, clock } = options
  const { account, methods, acr, upstream, authenticatedAt } = proven
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
  const reply = goTo(destination, options)
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } }
}
