import { formatChallenge, OAuthError } from '@valetkey/protocol'
import { deliveryOf } from './authorization/deliver/index.ts'
import { PageError, RedirectError } from './authorization/errors.ts'
import type { ModeServices } from './authorization/response-modes/response-mode.ts'
import type { Clock, Keys, Pages, Random } from './ports.ts'
import type { Encryption } from './protected-responses/encryption.ts'
import { jsonReply, type OAuthRequest, type Reply, toTarget } from './request.ts'
import { Unavailable } from './unavailable.ts'

/** JSON (RFC 6749 §5.2), or a page for the user. */
export type ErrorStyle = 'json' | 'page'

/**
 * Turns anything thrown into a reply, and never throws itself. A refusal has the style of its route; a failure, and
 * what no route threw, is a page if the request accepts HTML.
 */
export type ToReply = (request: OAuthRequest, error: unknown, style?: ErrorStyle) => Reply | Promise<Reply>

/** An error outside the protocol, described for the caller. */
export interface Failure {
  readonly status: number
  readonly code: string
  readonly description: string
  readonly retryAfterSeconds?: number
}

export interface ErrorReplyOptions {
  readonly issuer: string
  readonly keys: Pick<Keys, 'sign'>
  readonly pages: Pick<Pages, 'error'> & ModeServices['pages']
  readonly encryption: Encryption
  /** Describes errors of other parts, such as the listener; anything unknown is a 500 without details. */
  readonly describeFailure: (error: unknown) => Failure
  /** Logs a failure with status 500 or more under the id that its JSON names. */
  readonly logFailure: (failure: {
    readonly errorId: string
    readonly error: unknown
    readonly requestId: string | undefined
    readonly method: string
    readonly path: string
  }) => void
  readonly clock: Clock
  readonly random: Random
}

/** Creates the one place in which errors become replies. */
export function createErrorReply(options: ErrorReplyOptions): ToReply {
  const { issuer, keys, pages, encryption, describeFailure, logFailure, clock, random } = options
  // A 401 needs a challenge (RFC 9110 §15.5.2) even if the client did not use an HTTP scheme. Our own scheme makes no browser ask
  // for a password, as Basic would, and promises nothing, as Bearer would; clients ignore a scheme they do not know and read the body.
  const plainChallenge = { 'www-authenticate': formatChallenge('OAuthClient', { realm: issuer }) }

  function toRefusal(refusal: OAuthError, request: OAuthRequest, style: ErrorStyle): Reply {
    const { status, code, description, clause } = refusal
    const headers = status === 401 ? { ...plainChallenge, ...refusal.headers } : refusal.headers
    if (style === 'page') return withHeaders(pages.error(request, { status, code, description, clause }), headers)
    return jsonReply(status, { error: code, error_description: description }, headers)
  }

  function toFailure(error: unknown, request: OAuthRequest, style: ErrorStyle): Reply {
    const { status, code, description, retryAfterSeconds } = describeFailure(error)
    const errorId = random(6)
    const { method, id: requestId } = request
    if (status >= 500) logFailure({ errorId, error, requestId, method, path: toTarget(request.url).path })
    const headers: Record<string, string> = {}
    if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds)
    if (style === 'json') {
      return jsonReply(status, { error: code, error_description: description, error_id: errorId }, headers)
    }
    const problem = { status, code, description, clause: undefined }
    return withHeaders(pages.error(request, problem, request.remoteAddress), headers)
  }

  /** Logs a failure that the client learns of, and no page shows. */
  function noteCause({ cause }: RedirectError, request: OAuthRequest): void {
    const { method, id: requestId } = request
    if (describeFailure(cause).status < 500) return
    logFailure({ errorId: random(6), error: cause, requestId, method, path: toTarget(request.url).path })
  }

  return (request, error, style) => {
    const accepted = acceptsHtml(request) ? 'page' : 'json'
    if (error instanceof PageError) return pages.error(request, error.problem)
    if (error instanceof RedirectError) {
      if (error.cause !== undefined) noteCause(error, request)
      const services = { issuer, keys, pages, encryption, random }
      const refused = deliveryOf(error.to).refuse(error.to, error, { ...services, request, now: clock() })
      return refused.catch((failure) => toFailure(failure, request, accepted))
    }
    if (error instanceof Unavailable && style !== undefined) return toRefusal(unavailable(error), request, style)
    if (error instanceof OAuthError) return toRefusal(error, request, style ?? accepted)
    return toFailure(error, request, accepted)
  }
}

/** Checks whether a browser asks, if the route does not decide. */
export function acceptsHtml({ headers }: OAuthRequest): boolean {
  return headers.get('accept')?.includes('text/html') ?? false
}

function unavailable(error: Unavailable): OAuthError {
  const description = error.description ?? 'the server is temporarily unavailable: try again'
  return new OAuthError('temporarily_unavailable', description, {
    cause: error,
    headers: { 'retry-after': String(error.retryAfterSeconds) },
  })
}

function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
