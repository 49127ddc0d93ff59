import { OAuthError } from '@valetkey/protocol'
import { HasherBusy } from '../../accounts/ports.ts'
import { BodyTooLarge, CallerGone } from '../../http/body.ts'
import { RepeatedHeader, UnknownExpectation, UnknownHost } from '../../http/check-head.ts'
import { preflightHeaders, withCors } from '../../oauth/cors.ts'
import { jsonReply, type OAuthRequest, type Reply, toTarget } from '../../oauth/request.ts'
import { Unavailable } from '../../oauth/unavailable.ts'
import type { Log } from '../../observability/log.ts'
import type { SignIn } from '../pages.ts'

/** Answers what has no other answer. */
export interface Failures {
  /** Any origin may read it, and look for metadata where there is none: a browser must see 404 there, not a network error. */
  notFound(request: OAuthRequest): Promise<Reply>
  /** Answers what nothing else could: never with a stack trace, and never with 200. */
  onError(request: OAuthRequest, error: unknown): Reply
}

/** What answering failures needs. */
export interface FailureOptions {
  readonly log: Log
  readonly pages: Pick<SignIn, 'showProblem' | 'showProblemTo'>
  readonly random: (bytes: number) => string
}

/** Creates the answers to what fails: JSON, or a page where a browser asks. */
export function createFailures({ log, pages, random }: FailureOptions): Failures {
  return {
    async notFound(request) {
      if (!wantsPage(request)) {
        const asksForMetadata = toTarget(request.url).path.includes('/.well-known/')
        if (asksForMetadata && request.method === 'OPTIONS') {
          return { status: 204, headers: preflightHeaders(request, 'GET, HEAD, OPTIONS'), body: '' }
        }
        return withCors(jsonReply(404, { error: 'not_found', error_description: 'no endpoint exists at this path' }))
      }
      return pages.showProblemTo(request, {
        status: 404,
        code: 'not_found',
        description: 'no page exists at this address',
        clause: undefined,
      })
    },
    onError(request, error) {
      const { status, code, description, retryAfter } = describeFailure(error)
      const errorId = random(6)
      const { method, id: requestId } = request
      if (status >= 500) log.failure({ errorId, error, requestId, method, path: toTarget(request.url).path })
      const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
      if (!wantsPage(request))
        return jsonReply(status, { error: code, error_description: description, error_id: errorId }, headers)
      const reply = pages.showProblem({ status, code, description, clause: undefined }, request.remoteAddress)
      return { ...reply, headers: { ...reply.headers, ...headers } }
    },
  }
}

function wantsPage(request: OAuthRequest): boolean {
  return request.headers.get('accept')?.includes('text/html') ?? false
}

interface Failure {
  readonly status: number
  readonly code: string
  readonly description: string
  readonly retryAfter?: number
}

function describeFailure(error: unknown): Failure {
  if (error instanceof BodyTooLarge) return { status: 413, code: 'invalid_request', description: error.message }
  if (error instanceof CallerGone) return { status: 400, code: 'invalid_request', description: error.message }
  if (error instanceof RepeatedHeader) return { status: 400, code: 'invalid_request', description: error.message }
  if (error instanceof UnknownExpectation) return { status: 417, code: 'invalid_request', description: error.message }
  if (error instanceof UnknownHost) return { status: 421, code: 'invalid_request', description: error.message }
  if (error instanceof OAuthError) return { status: error.status, code: error.code, description: error.description }
  const busy = {
    status: 503,
    code: 'temporarily_unavailable',
    description: 'the server is temporarily unavailable: try again',
  }
  if (error instanceof Unavailable) return { ...busy, retryAfter: error.retryAfterSeconds }
  if (error instanceof HasherBusy) return { ...busy, retryAfter: error.retryAfterSeconds }
  return { status: 500, code: 'server_error', description: 'an unexpected error occurred' }
}
