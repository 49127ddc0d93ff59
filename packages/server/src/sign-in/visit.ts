import type { LiveSession } from '../accounts/ports.ts'
import type { Sessions } from '../accounts/session.ts'
import type { Clock, Owner } from '../oauth/ports.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import type { Web } from './ports.ts'

/** A browser that visits: what its cookies say, and who is signed in with it. */
export interface Visit {
  /** The secret of the browser's own cookie; new where it had none. */
  readonly browser: string
  readonly isNewBrowser: boolean
  readonly sessionSecret: string | undefined
  readonly session: LiveSession | undefined
  /** The token for forms shown to this visit. */
  readonly formToken: string
  /** Tells whether a form that came back was shown to this visit. */
  isFormToken(token: string | undefined): boolean
}

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
  // Bound to the session too: a page from before a login or log-out is stale after it.
  const binding = `${browser}|${session === undefined ? '' : sessionSecret}`
  return {
    browser,
    isNewBrowser: known === undefined,
    sessionSecret,
    session,
    formToken: web.formTokens.make(binding),
    isFormToken: (token) => known !== undefined && web.formTokens.isRight(token, binding),
  }
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
