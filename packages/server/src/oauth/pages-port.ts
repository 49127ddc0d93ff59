import type { Instant } from '@valetkey/protocol'
import type { OAuthRequest, Reply } from './request.ts'

/** The user who is logged in in this browser. */
export interface Owner {
  readonly accountId: string
  readonly username: string
  /** In NFKC and lower case; undefined if the account has none that is verified. */
  readonly verifiedEmail?: string | undefined
  /** The version of the terms that the user accepted last. */
  readonly acceptedTerms?: string | undefined
  /** The User-Agent of the browser. */
  readonly userAgent: string
  readonly authenticatedAt: Instant
  /** The hash under which the session is stored. */
  readonly sessionHash?: string
  /** The session, and how the resource owner logged in, if that is known; see `GrantContext`. */
  readonly sid?: string
  readonly acr?: string
  readonly amr?: readonly string[]
}

/** The page that a request needs first: the login, a new account, the choice of an account, new terms, or consent. */
export type Step = 'login' | 'create' | 'choose' | 'terms' | 'consent'

/** What the core asks of the pages, without knowing HTML. */
export interface Pages {
  /** Returns the current user of the browser that sent this request. */
  owner(request: OAuthRequest): Promise<Owner | undefined>
  /** Lists the other users who are logged in in that browser. */
  otherOwners(request: OAuthRequest): Promise<readonly Owner[]>
  /**
   * Returns what scripts in that browser see of its sessions (OIDC Session Management §3.2): empty if nobody is logged in,
   * undefined if apps may not watch sessions.
   */
  browserState(request: OAuthRequest): string | undefined
  /** Encrypts the hash of a session for the frame of `check_session_iframe`; the result differs each time. */
  nameSession(hash: string): string
  /** Keeps the authorization request and leads the browser to a page. */
  interact(request: OAuthRequest, step: Step, parameters: string): Promise<Reply>
  /** Makes of a redirect to an app's own scheme (RFC 8252 §7.1) what the caller's browser can show. */
  toApp(request: OAuthRequest, redirect: Reply): Reply
  /** Shows an error that must not be sent to a redirect URI (RFC 6749 §4.1.2.1); the address is for the log. */
  error(request: OAuthRequest, problem: PageProblem, address?: string): Reply
  /** Shows a form that posts itself to the client (OAuth 2.0 Form Post Response Mode §2). */
  formPost(request: OAuthRequest, action: string, fields: readonly (readonly [string, string])[]): Reply
  /**
   * Shows a page that sends the response to the window that frames or opened it, if that is at this origin
   * (draft-sakimura-oauth-wmrm §4.1). It alone may be framed, and only there.
   */
  webMessage(request: OAuthRequest, origin: string, fields: readonly (readonly [string, string])[]): Reply
}

/** An error for a page: what a developer needs in order to see the difference. */
export interface PageProblem {
  readonly status: number
  readonly code: string
  readonly description: string
  readonly clause: string | undefined
  /** The value that was sent, if it is what is wrong. */
  readonly received?: string
  /** What it was compared with, if it was compared with anything. */
  readonly registered?: readonly string[]
}
