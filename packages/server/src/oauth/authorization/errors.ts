import { type AuthorizationErrorCode, maySend, OAuthError } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { PageProblem } from '../ports.ts'
import type { ResponseMode } from './response-modes/response-mode.ts'

declare const registered: unique symbol

/** Is a redirect URI that was compared with the registered ones: only to such a one is anything ever sent. */
export type RegisteredRedirectUri = string & { readonly [registered]: true }

/** Says where an authorization response goes, and how. */
export interface ReturnAddress {
  readonly redirectUri: RegisteredRedirectUri
  readonly responseMode: ResponseMode
  readonly client: Client
  readonly state: string | undefined
}

/** Refuses an authorization request on a page of our own, because there is no redirect URI to trust (RFC 6749 §4.1.2.1). */
export class PageError extends Error {
  override readonly name = 'PageError'
  readonly problem: PageProblem

  constructor(problem: PageProblem) {
    super(problem.description)
    this.problem = problem
  }
}

/** Refuses an authorization request by sending the error to the client's redirect URI (RFC 6749 §4.1.2.1, §4.2.2.1). */
export class RedirectError extends Error {
  override readonly name = 'RedirectError'
  readonly to: ReturnAddress
  readonly code: AuthorizationErrorCode
  readonly description: string

  constructor(to: ReturnAddress, error: Pick<OAuthError, 'description'> & { readonly code: AuthorizationErrorCode }) {
    super(`${error.code}: ${error.description}`)
    this.to = to
    this.code = error.code
    this.description = error.description
  }
}

/**
 * Turns a refusal into one that is sent to the client; anything else stays what it is. A code of the token endpoint is
 * `access_denied` there: the authorization server denied the request (RFC 6749 §4.1.2.1, §4.2.2.1).
 */
export function toRedirectError(cause: unknown, to: ReturnAddress): unknown {
  if (!(cause instanceof OAuthError)) return cause
  const code = maySend('authorize', cause.code) ? cause.code : 'access_denied'
  return new RedirectError(to, { code, description: cause.description })
}
