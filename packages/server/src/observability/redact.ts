/** The maximum length of a text that is searched and logged; none of ours is longer, except stacks. */
const longestText = 2_000
const longestStack = 8_000

/**
 * Patterns of secrets: our tokens, JWTs, credentials in headers, passwords in URLs, our query parameters. Each takes
 * time linear in the text: none begins with a repetition that a later part of the pattern may reject.
 */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\bvk[a-z]_[A-Za-z0-9_.-]{16,}/g, '[token]'],
  [/\b(Bearer|Basic|DPoP)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [credentials]'],
  [/(:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:[password]@'],
  [/\b(password|client_secret|code|code_verifier|token|refresh_token|access_token)=[^\s&"']+/gi, '$1=[redacted]'],
]

/** A run of JWT characters, which is then searched for a JWT. */
const jwtCharacters = /[A-Za-z0-9_.-]{12,}/g
const jwtStart = /\beyJ[A-Za-z0-9_-]{8}/

/** Replaces text that looks like a secret, and cuts the text to `limit` characters. */
export function redact(text: string, limit = longestText): string {
  // Reads more than it keeps, so that a secret across the cut is recognized.
  const withoutJwts = text.slice(0, limit + 500).replace(jwtCharacters, redactJwt)
  const redacted = secrets.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), withoutJwts)
  return redacted.length > limit ? `${redacted.slice(0, limit)}…` : redacted
}

function redactJwt(run: string): string {
  const at = run.search(jwtStart)
  return at < 0 || !run.includes('.', at) ? run : `${run.slice(0, at)}[jwt]`
}

/** An error as logged: its message and stack, without the values that drivers attach to it. */
export interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code?: string | number
  readonly stack?: string
  readonly cause?: LoggedError
}

/** Converts an error for the log. */
export function toLoggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: redact(String(error), 500) }
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined
  return {
    type: error.name,
    message: redact(error.message),
    ...(code === undefined ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: redact(error.stack, longestStack) }),
    ...(error.cause === undefined || depth > 4 ? {} : { cause: toLoggedError(error.cause, depth + 1) }),
  }
}

/** Names the root cause of an error, without numbers, which may differ each time. */
export function rootOf(error: LoggedError): string {
  if (error.cause !== undefined) return rootOf(error.cause)
  return `${error.type} ${error.code ?? ''} ${error.message.replace(/\d+/g, '0').slice(0, 200)}`
}

/** Leaves the stacks of an error out. */
export function withoutStack({ stack: _stack, cause, ...rest }: LoggedError): LoggedError {
  return cause === undefined ? rest : { ...rest, cause: withoutStack(cause) }
}
