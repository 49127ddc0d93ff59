import { HasherBusy } from '../../accounts/ports.ts'
import { BodyTooLarge, CallerGone } from '../../http/body.ts'
import { RepeatedHeader, UnknownExpectation, UnknownHost } from '../../http/check-head.ts'
import type { Failure } from '../../oauth/error-reply.ts'
import { Unavailable } from '../../oauth/unavailable.ts'

/** Errors of a malformed request, whose message is for the caller. */
const statuses = [
  [BodyTooLarge, 413],
  [CallerGone, 400],
  [RepeatedHeader, 400],
  [UnknownExpectation, 417],
  [UnknownHost, 421],
] as const

/** Describes what no handler refused; of an unknown error nothing is shown. */
export function describeFailure(error: unknown): Failure {
  for (const [kind, status] of statuses) {
    if (error instanceof kind) return { status, code: 'invalid_request', description: error.message }
  }
  if (error instanceof Unavailable || error instanceof HasherBusy) {
    const known = error instanceof Unavailable ? error.description : undefined
    const description = known ?? 'the server is temporarily unavailable: try again'
    return { status: 503, code: 'temporarily_unavailable', description, retryAfterSeconds: error.retryAfterSeconds }
  }
  return { status: 500, code: 'server_error', description: 'an unexpected error occurred' }
}
