/**
 * Why a login elsewhere failed:
 * - `declined`: the user refused it there.
 * - `unreachable`: the provider does not respond, or says that it cannot at the moment.
 * - `expired`: the provider knows the login no longer: it took too long, or was used before.
 * - `clock`: the times of the provider and of this server do not fit.
 * - `misconfigured`: the operator has to do something: a wrong secret, a missing package.
 * - `untrusted`: the response is wrong: nothing in it is believed.
 */
export type UpstreamFault = 'declined' | 'unreachable' | 'expired' | 'clock' | 'misconfigured' | 'untrusted'

/** A login elsewhere failed. The message is for the operator. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure'
  readonly fault: UpstreamFault

  constructor(fault: UpstreamFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

/** What a failure of the library says about the cause, as it names them. */
interface LibraryError {
  readonly code?: unknown
  /** The error of an OAuth response. */
  readonly error?: unknown
  readonly error_description?: unknown
  readonly message?: unknown
  readonly cause?: unknown
}

const byError: Readonly<Record<string, UpstreamFault>> = {
  access_denied: 'declined',
  login_required: 'declined',
  interaction_required: 'declined',
  consent_required: 'declined',
  temporarily_unavailable: 'unreachable',
  server_error: 'unreachable',
  invalid_grant: 'expired',
  bad_verification_code: 'expired', // GitHub
}

/** Finds out why an operation of the library failed. */
export function toFailure(error: unknown): UpstreamFailure {
  for (let cause = error; cause !== undefined && cause !== null; cause = (cause as LibraryError).cause)
    if (cause instanceof UpstreamFailure) return cause
  const { code, error: name, error_description: more, message, cause } = error as LibraryError
  const said = [
    message,
    typeof name === 'string' && `${name}${typeof more === 'string' ? `: ${more}` : ''}`,
    inner(cause),
  ]
  const text = said
    .filter((one) => typeof one === 'string')
    .join('; ')
    .slice(0, 500)
  return new UpstreamFailure(toFault(code, name), text, { cause: error })
}

function toFault(code: unknown, name: unknown): UpstreamFault {
  if (typeof name === 'string') return byError[name] ?? 'misconfigured'
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'clock'
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') return 'unreachable'
  return 'untrusted'
}

function inner(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined
}
