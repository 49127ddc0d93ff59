import { accessTokenType, OAuthError, readAccessTokenClaims } from '@valetkey/protocol'
import type { JWTPayload } from 'jose'
import * as errors from 'jose/errors'
import { decodeJwt } from 'jose/jwt/decode'
import { jwtVerify } from 'jose/jwt/verify'
import { type AccessToken, toAccessToken } from './access-token.ts'
import { unavailable } from './cached-document.ts'
import type { Issuer, KeySet } from './issuer.ts'
import type { Settings } from './options.ts'

/** Asymmetric only: with HS256 in the list, a public key would count as the secret (RFC 8725 §2.1, §3.1). */
const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519']

/** Whether a token looks like a signed JWT: three parts, of which the first is an object. */
export function isJwt(token: string): boolean {
  return /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(token)
}

/**
 * Verifies a JWT access token offline (RFC 9068 §4), with the issuer's cached keys.
 * @throws OAuthError `invalid_token`, or `temporarily_unavailable` if the keys cannot be fetched
 */
export async function verifyJwt(token: string, issuers: readonly Issuer[], settings: Settings): Promise<AccessToken> {
  const issuer = chooseIssuer(token, issuers)
  const keys = await issuer.keys.get()
  const remembered = keys.verified.get(token)
  if (remembered && settings.now().getTime() < remembered.expiresAt.getTime() + settings.clockToleranceSeconds * 1000) {
    return remembered
  }
  try {
    return await verifyWith(keys, token, issuer, settings)
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw toRefusal(error, issuers, settings)
  }
  const newer = await issuer.keys.reload()
  if (newer === undefined)
    throw invalid('the access token is signed with a key that its issuer does not publish in its JWKS')
  return verifyWith(newer, token, issuer, settings).catch((error) => {
    throw toRefusal(error, issuers, settings)
  })
}

async function verifyWith(keys: KeySet, token: string, issuer: Issuer, settings: Settings): Promise<AccessToken> {
  const { payload } = await jwtVerify(token, keys.find, {
    algorithms,
    typ: accessTokenType,
    issuer: issuer.identifier,
    clockTolerance: settings.clockToleranceSeconds,
    currentDate: settings.now(),
  })
  const claims = readAccessTokenClaims(payload)
  if (claims === undefined) throw invalid('the access token lacks a required claim', 'RFC 9068 §2.2')
  const accessToken = toAccessToken(claims, payload, settings.audience)
  keys.verified.set(token, accessToken)
  return accessToken
}

/** A token of an unknown issuer causes no fetch. */
function chooseIssuer(token: string, issuers: readonly Issuer[]): Issuer {
  const [only] = issuers
  if (only && issuers.length === 1) return only
  const { iss } = decode(token)
  const issuer = issuers.find(({ identifier }) => identifier === iss)
  if (issuer === undefined) throw foreign(iss, issuers)
  return issuer
}

function decode(token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch (cause) {
    throw invalid('the access token is malformed', undefined, cause)
  }
}

function refuseClaim(cause: errors.JWTClaimValidationFailed, issuers: readonly Issuer[]): OAuthError {
  const { claim, payload } = cause
  switch (claim) {
    case 'typ':
      return invalid('the token is not an access token: its typ is not at+jwt', 'RFC 9068 §4', cause)
    case 'iss':
      return foreign(payload.iss, issuers)
    case 'nbf':
      return invalid('the access token is not valid yet', 'RFC 7519 §4.1.5', cause)
    default:
      return invalid(`the claim ${claim} is invalid`, undefined, cause)
  }
}

function foreign(iss: unknown, issuers: readonly Issuer[]): OAuthError {
  const trusted = issuers.map(({ identifier }) => identifier).join(' or ')
  const cause = new Error(`iss is ${iss}, this API trusts ${trusted}`)
  return invalid('the access token was issued by another issuer', 'RFC 9068 §4', cause)
}

/** Turns an error of jose into a refusal. Only errors about the token become `invalid_token`. */
function toRefusal(error: unknown, issuers: readonly Issuer[], { now, onUnavailable }: Settings): OAuthError {
  if (error instanceof OAuthError) return error
  if (error instanceof errors.JWTExpired) return invalid('the access token has expired', undefined, error)
  if (error instanceof errors.JWTClaimValidationFailed) return refuseClaim(error, issuers)
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return invalid('the signature of the access token is invalid', undefined, error)
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return invalid('the access token is signed with an algorithm that is not accepted', 'RFC 8725 §3.1', error)
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return invalid('the kid of the access token matches no key in the JWKS of its issuer', undefined, error)
  }
  if (error instanceof errors.JOSEError) return invalid('the access token is malformed', undefined, error)
  onUnavailable(error)
  return unavailable(now().getTime(), now(), error)
}

function invalid(description: string, clause?: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_token', description, { ...(clause ? { clause } : {}), cause })
}
