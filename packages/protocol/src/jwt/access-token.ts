/** The `typ` header of a JWT access token (RFC 9068 §2.1). */
export const accessTokenType = 'at+jwt'

/** Mirrors the claims of a JWT access token on the wire (RFC 9068 §2.2). */
export interface AccessTokenClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string | readonly string[]
  readonly client_id: string
  readonly exp: number
  readonly iat: number
  readonly jti: string
  readonly scope?: string
  readonly auth_time?: number
}

/** Reads the claims of a verified JWT; undefined if a claim that RFC 9068 §2.2 requires is missing or of another type. */
export function readAccessTokenClaims(payload: Readonly<Record<string, unknown>>): AccessTokenClaims | undefined {
  const { iss, sub, aud, client_id, exp, iat, jti, scope, auth_time } = payload
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof client_id !== 'string') return undefined
  if (typeof exp !== 'number' || typeof iat !== 'number' || typeof jti !== 'string') return undefined
  if (!isAudience(aud)) return undefined
  if (scope !== undefined && typeof scope !== 'string') return undefined
  return {
    iss,
    sub,
    aud,
    client_id,
    exp,
    iat,
    jti,
    ...(scope === undefined ? {} : { scope }),
    ...(typeof auth_time === 'number' ? { auth_time } : {}),
  }
}

/** Whether a value has the type of `aud` (RFC 7519 §4.1.3). */
export function isAudience(aud: unknown): aud is string | readonly string[] {
  return typeof aud === 'string' || (Array.isArray(aud) && aud.every((one) => typeof one === 'string'))
}
