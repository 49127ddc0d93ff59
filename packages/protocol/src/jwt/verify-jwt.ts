// By their own paths: the whole package is 46 files, which every command would read.
import type { JSONWebKeySet, JWTPayload } from 'jose'
import { decodeProtectedHeader } from 'jose/decode/protected_header'
import * as errors from 'jose/errors'
import { createLocalJWKSet } from 'jose/jwks/local'
import { jwtVerify } from 'jose/jwt/verify'

/** A JSON Web Key Set as an issuer publishes it (RFC 7517 §5). */
export type PublishedKeys = JSONWebKeySet

/** The claims of a JWT whose signature was verified. */
export type JwtClaims = JWTPayload

/** What a signed JWT must be. Times are in seconds. */
export interface ExpectedJwt {
  readonly issuer: string
  readonly audience: string
  /** The one algorithm that the issuer agreed on: what the token's header says is not trusted (RFC 8725 §3.1). */
  readonly algorithm: string
  /** The accepted values of `typ`, in lower case, so that no other kind of JWT is accepted (RFC 8725 §3.11). */
  readonly types: readonly string[]
  readonly requiredClaims: readonly string[]
  /** Seconds since 1970. */
  readonly now: number
  readonly tolerance: number
}

/** `unknown_key`: the issuer may have published the key since `keys` were fetched. */
export type VerifiedJwt =
  | { readonly outcome: 'verified'; readonly claims: JwtClaims }
  | { readonly outcome: 'unknown_key' }
  | { readonly outcome: 'refused'; readonly reason: string }

/**
 * Verifies the signature of a JWT, its `typ`, issuer, audience and times (RFC 7519 §7.2). A token without `typ` is accepted: many
 * issuers leave it out. Keys are not loaded for a token whose header is wrong.
 * @throws what `loadKeys` throws
 */
export async function verifySignedJwt(
  token: string,
  loadKeys: () => Promise<PublishedKeys>,
  expected: ExpectedJwt,
): Promise<VerifiedJwt> {
  const { issuer, audience, algorithm, requiredClaims, now, tolerance } = expected
  const fault = headerFault(token, expected)
  if (fault !== undefined) return refused(fault)
  const keys = await loadKeys()
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      audience,
      algorithms: [algorithm],
      requiredClaims: ['iss', 'aud', 'exp', 'iat', ...requiredClaims],
      currentDate: new Date(now * 1000),
      clockTolerance: tolerance,
    })
    // JSON's 1e999 is infinite: such a token would never expire.
    const endless = (['exp', 'iat', 'nbf'] as const).find(
      (name) => payload[name] !== undefined && !Number.isFinite(payload[name]),
    )
    if (endless !== undefined) return refused(`${endless} is not a finite number`)
    if (typeof payload.iat !== 'number' || payload.iat > now + tolerance) return refused('iat is in the future')
    return { outcome: 'verified', claims: payload }
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return { outcome: 'unknown_key' }
    return refused(toReason(error, algorithm))
  }
}

function headerFault(token: string, { algorithm, types }: ExpectedJwt): string | undefined {
  const parts = token.split('.')
  if (parts.length === 5) return 'it is encrypted, which this client does not support'
  if (parts.length !== 3) return 'it is not a signed JWT'
  try {
    const { alg, typ }: { readonly alg?: unknown; readonly typ?: unknown } = decodeProtectedHeader(token)
    if (alg !== algorithm) return `it is not signed with ${algorithm}`
    if (typ === undefined) return undefined
    const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined
    return type !== undefined && types.includes(type) ? undefined : `its typ is ${JSON.stringify(typ).slice(0, 100)}`
  } catch {
    return 'its header is not a JSON object in base64url'
  }
}

function refused(reason: string): VerifiedJwt {
  return { outcome: 'refused', reason }
}

function toReason(error: unknown, algorithm: string): string {
  if (error instanceof errors.JWTExpired) return 'it has expired (exp)'
  if (error instanceof errors.JOSEAlgNotAllowed) return `it is not signed with ${algorithm}`
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is invalid'
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'it has no kid, and several keys of the issuer match'
  if (error instanceof errors.JOSEError) return error.message
  return 'the key that it names cannot be used'
}
