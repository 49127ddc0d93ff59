import type { LiveSession } from '../accounts/ports.ts'
import type { Sessions } from '../accounts/session.ts'
import type { Clock, Owner } from '../oauth/ports.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import type { Web } from './ports.ts'

/** A browser that visits: what its cookies say, and who is signed in with it. */
export interface Visit {
  /** The secret of the browser's own cookie; new where it sent none. */
  readonly browser: string
  readonly isNewBrowser: boolean
  /** Gives a new browser its cookie; undefined where it has one, or may have one that did not come along. */
  readonly newCookie: string | undefined
  readonly sessionSecret: string | undefined
  readonly session: LiveSession | undefined
  /** The token for forms shown to this visit. */
  readonly formToken: string
  /** Checks the token of a form that came back. */
  checkFormToken(token: string | undefined): FormTokenCheck
}

/**
 * `right`: the form was shown to this browser with this session; `outdated`: to this browser, before a login or logout;
 * `wrong`: to another browser, or to none.
 */
export type FormTokenCheck = 'right' | 'outdated' | 'wrong'

/** Cookies, by the names that `Web` completes. */
export const sessionCookie = 'valetkey-session'
export const browserCookie = 'valetkey-browser'

/** A browser is remembered for as long as browsers keep a cookie at most. */
export const browserCookieSeconds = 400 * 86_400

/** What reading a visit needs. */
export interface VisitOptions {
  readonly web: Web
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: (bytes: number) => string
}

/** Reads who visits. */
export async function readVisit(request: OAuthRequest, { web, sessions, clock, random }: VisitOptions): Promise<Visit> {
  const cookies = request.headers.get('cookie')
  const known = web.readCookie(cookies, browserCookie)
  const sessionSecret = web.readCookie(cookies, sessionCookie)
  const browser = known ?? random(32)
  const session = await sessions.find(sessionSecret, clock())
  // A page from before a login or logout is out of date after it.
  const mark = session?.hash.slice(-16) ?? ''
  const toBinding = (one: string) => `${browser}|${one}`
  return {
    browser,
    isNewBrowser: known === undefined,
    newCookie:
      known === undefined && sendsAllCookies(request)
        ? web.writeCookie(browserCookie, browser, browserCookieSeconds)
        : undefined,
    sessionSecret,
    session,
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

/** Tells who is signed in, and nothing else about the visit: the authorization endpoint's only question. */
export async function readOwner(
  request: OAuthRequest,
  { web, sessions, clock }: Pick<VisitOptions, 'web' | 'sessions' | 'clock'>,
): Promise<Owner | undefined> {
  const session = await sessions.find(web.readCookie(request.headers.get('cookie'), sessionCookie), clock())
  return session && toOwner(session)
}

/** Names the person of a session to the authorization server. */
export function toOwner({ accountId, userAgent, authenticatedAt }: LiveSession): Owner {
  return { accountId, userAgent, authenticatedAt }
}
