import type { LiveSession } from '../accounts/ports.ts'
import type { Sessions } from '../accounts/session.ts'
import type { Clock, Owner } from '../oauth/ports.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import type { Web } from './ports.ts'

/** The browser that sent a request: its cookies, and who is logged in with it. */
export interface Browser {
  /** The secret of the browser's own cookie; new if it sent none. */
  readonly secret: string
  readonly isNew: boolean
  /** The cookie for a new browser; undefined if it has one, or may have one that it did not send. */
  readonly newCookie: string | undefined
  readonly sessionSecret: string | undefined
  readonly session: LiveSession | undefined
  /** The secrets of further sessions, of other accounts: see `findOthers`. */
  readonly otherSecrets: readonly string[]
  /** For forms that are shown to this browser. */
  readonly formToken: string
  checkFormToken(token: string | undefined): FormTokenCheck
}

/**
 * `right`: the form was shown to this browser with this session; `outdated`: to this browser, before a login or logout;
 * `wrong`: to another browser, or to none.
 */
export type FormTokenCheck = 'right' | 'outdated' | 'wrong'

/** Cookies, by the names that `Web` completes. */
export const sessionCookie = 'valetkey-session'
/** The sessions of further accounts in the same browser, the last used first. */
export const otherSessionsCookie = 'valetkey-other-sessions'
export const browserCookie = 'valetkey-browser'

/** A browser is remembered for as long as browsers keep a cookie at most. */
export const browserCookieSeconds = 400 * 86_400

export interface BrowserOptions {
  readonly web: Web
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: (bytes: number) => string
}

/** Reads the cookies of a request. */
export async function readBrowser(
  request: OAuthRequest,
  { web, sessions, clock, random }: BrowserOptions,
): Promise<Browser> {
  const cookies = request.headers.get('cookie')
  const known = web.readCookie(cookies, browserCookie)
  const sessionSecret = web.readCookie(cookies, sessionCookie)
  const secret = known ?? random(32)
  const session = await sessions.find(sessionSecret, clock(), request.remoteAddress)
  // A page from before a login or logout is out of date after it.
  const mark = session?.hash.slice(-16) ?? ''
  const toBinding = (one: string) => `${secret}|${one}`
  return {
    secret,
    isNew: known === undefined,
    newCookie:
      known === undefined && sendsAllCookies(request)
        ? web.writeCookie(browserCookie, secret, browserCookieSeconds)
        : undefined,
    sessionSecret,
    session,
    otherSecrets: readOtherSecrets(cookies, web),
    formToken: `${mark}.${web.formTokens.make(toBinding(mark))}`,
    checkFormToken(token = '') {
      const dot = token.indexOf('.')
      const shownTo = token.slice(0, Math.max(0, dot))
      if (known === undefined || !web.formTokens.isRight(token.slice(dot + 1), toBinding(shownTo))) return 'wrong'
      return shownTo === mark ? 'right' : 'outdated'
    },
  }
}

/**
 * Whether the browser has no other cookies of this server than those it sent. To what another site embeds or posts here it
 * sends none (SameSite=Lax), and a new cookie would replace the one that it has. A link sends all, and so does a browser's
 * own page. Old browsers do not say (Fetch Metadata §2): they get a cookie with what they ask for by GET.
 */
function sendsAllCookies({ method, headers }: OAuthRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const site = headers.get('sec-fetch-site')
  if (site === null) return headers.get('origin') === null
  const destination = headers.get('sec-fetch-dest')
  return destination === null ? site === 'same-origin' || site === 'none' : destination === 'document'
}

/** Reads who is logged in, and nothing else about the browser: all that the authorization endpoint asks. */
export async function readOwner(
  request: OAuthRequest,
  { web, sessions, clock }: Pick<BrowserOptions, 'web' | 'sessions' | 'clock'>,
): Promise<Owner | undefined> {
  const session = await sessions.find(
    web.readCookie(request.headers.get('cookie'), sessionCookie),
    clock(),
    request.remoteAddress,
  )
  return session && toOwner(session)
}

/** Reads the secrets of a browser's sessions other than the current one. */
export function readOtherSecrets(cookies: string | null, web: Pick<Web, 'readCookie'>): readonly string[] {
  return web.readCookie(cookies, otherSessionsCookie)?.split('.') ?? []
}

/** Names the account of a session to the authorization server. */
export function toOwner({ hash, accountId, account, userAgent, authenticatedAt, context }: LiveSession): Owner {
  const { username, verifiedEmail, acceptedTerms } = account
  return {
    ...context,
    accountId,
    username,
    verifiedEmail,
    acceptedTerms,
    userAgent,
    authenticatedAt,
    sessionHash: hash,
  }
}
