/** What looks like a secret, whoever wrote it: our tokens, JWTs, credentials in headers, passwords in URLs, our query members. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\bvk[a-z]_[A-Za-z0-9_.-]{16,}/g, '[token]'],
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}/g, '[jwt]'],
  [/\b(Bearer|Basic|DPoP)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [credentials]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, '$1:[password]@'],
  [/\b(password|client_secret|code|code_verifier|token|refresh_token|access_token)=[^\s&"']+/gi, '$1=[redacted]'],
]

/** Takes what looks like a secret out of a text for the log. */
export function redact(text: string): string {
  return secrets.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text)
}

/** An error as the log holds it: its words and its way, and none of the values that drivers hang on to it. */
export interface LoggedError {
  readonly type: string
  readonly message: string
  readonly code?: string | number
  readonly stack?: string
  readonly cause?: LoggedError
}

/** Turns an error into what the log may hold. */
export function toLoggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: redact(String(error)).slice(0, 500) }
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined
  return {
    type: error.name,
    message: redact(error.message),
    ...(code === undefined ? {} : { code }),
    ...(error.stack === undefined ? {} : { stack: redact(error.stack) }),
    ...(error.cause === undefined || depth > 4 ? {} : { cause: toLoggedError(error.cause, depth + 1) }),
  }
}
