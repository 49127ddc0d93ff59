import { type AuthorizationErrorCode, maySend, OAuthError } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import type { PageProblem } from '../ports.ts'
import { Unavailable } from '../unavailable.ts'
import type { ResponseMode } from './response-modes/response-mode.ts'

declare const registered: unique symbol

/** A redirect URI that was compared with the registered ones. Nothing is ever sent to any other. */
export type RegisteredRedirectUri = string & { readonly [registered]: true }

/** Where an authorization response goes, and how. */
export interface ReturnAddress {
  /** The kind of delivery. */
  readonly kind: 'redirect'
  readonly redirectUri: RegisteredRedirectUri
  readonly responseMode: ResponseMode
  /** The mode of the response type if the request names none. */
  readonly defaultMode: ResponseMode
  readonly client: Client
  readonly state: string | undefined
  /** Whether the request has the scope `openid` (OIDC Core §3.1.2.1). */
  readonly isOpenId: boolean
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

/**
 * The client or the redirect URI of a request cannot be trusted, so the error goes to the caller and to no redirect URI: a page
 * at the authorization endpoint (RFC 6749 §4.1.2.1), JSON where requests are pushed.
 */
export class UntrustedRecipient extends OAuthError {
  readonly compared: Pick<PageProblem, 'received' | 'registered'>

  constructor(description: string, clause: string, compared: Pick<PageProblem, 'received' | 'registered'> = {}) {
    super('invalid_request', description, { clause })
    this.compared = compared
  }
}

/** Shows an error before a redirect URI is trusted as a page. */
export function toPageError(error: OAuthError): PageError {
  const { code, reason, clause } = error
  const compared = error instanceof UntrustedRecipient ? error.compared : {}
  return new PageError({ status: 400, code, description: reason, clause, ...compared })
}

/** Refuses an authorization request by sending the error to the client's redirect URI (RFC 6749 §4.1.2.1, §4.2.2.1). */
export class RedirectError extends Error {
  override readonly name = 'RedirectError'
  readonly to: ReturnAddress
  readonly code: AuthorizationErrorCode
  readonly description: string

  /** @param cause a failure of this server, for the log */
  constructor(
    to: ReturnAddress,
    error: Pick<OAuthError, 'description'> & { readonly code: AuthorizationErrorCode },
    cause?: unknown,
  ) {
    super(`${error.code}: ${error.description}`, cause === undefined ? undefined : { cause })
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
  // A failure that the client can do something about, such as keys of its own that cannot be loaded.
  if (cause instanceof Unavailable && cause.description !== undefined) {
    return new RedirectError(to, { code: 'temporarily_unavailable', description: cause.description })
  }
  if (!(cause instanceof OAuthError)) return cause
  const code = maySend('authorize', cause.code) ? cause.code : 'access_denied'
  return new RedirectError(to, { code, description: cause.description })
}

/**
 * Turns anything thrown into an error that is sent to the client: a request with `prompt=none` gets no page, whatever happens
 * (OIDC Core §3.1.2.1). A failure of this server stays the cause, so that it is logged.
 */
export function toSilentError(cause: unknown, to: ReturnAddress): unknown {
  if (cause instanceof RedirectError || cause instanceof PageError) return cause
  const refusal = toRedirectError(cause, to)
  if (refusal instanceof RedirectError) return refusal
  const isUnavailable = cause instanceof Unavailable
  const code = isUnavailable ? 'temporarily_unavailable' : 'server_error'
  const description = isUnavailable
    ? 'the server is temporarily unavailable: try again'
    : 'an unexpected error occurred: try again, or ask the operator of the server'
  return new RedirectError(to, { code, description }, isUnavailable ? undefined : cause)
}
