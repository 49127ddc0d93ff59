import type { PublishedKeys } from '@valetkey/protocol'
import { compactVerify, createLocalJWKSet, errors } from 'jose'
import { decodeJwt } from './decode.ts'

/** The signature algorithms that are verified. */
export const signatureAlgorithms = ['RS256', 'ES256', 'PS256', 'EdDSA', 'Ed25519'] as const

/** Whether the server signed a token; `not-a-jwt` for opaque ones. */
export type SignatureCheck =
  | { readonly outcome: 'valid'; readonly algorithm: string; readonly keyId: string | undefined }
  | { readonly outcome: 'invalid'; readonly reason: string }
  | { readonly outcome: 'not-a-jwt' }

/** Verifies the signature of a JWT, and nothing else, with the keys of the server's `jwks_uri` (RFC 7515 §5.2). */
export async function verifySignature(token: string, keys: PublishedKeys): Promise<SignatureCheck> {
  if (decodeJwt(token) === undefined) return { outcome: 'not-a-jwt' }
  try {
    const { protectedHeader } = await compactVerify(token, createLocalJWKSet(keys), {
      algorithms: [...signatureAlgorithms],
    })
    return { outcome: 'valid', algorithm: protectedHeader.alg, keyId: protectedHeader.kid }
  } catch (error) {
    return { outcome: 'invalid', reason: toReason(error) }
  }
}

/** What a JWT for a client must say. */
interface Expected {
  readonly issuer: string
  readonly audience: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Seconds by which the clocks of the server and of this computer may differ. */
const tolerance = 60

/** Verifies a JWT that the server made for this client: signature, `iss`, `aud` and `exp` (RFC 7519 §7.2). */
export async function verifyJwt(token: string, keys: PublishedKeys, { issuer, audience, now }: Expected) {
  const check = await verifySignature(token, keys)
  if (check.outcome === 'not-a-jwt') return refused('it is not a JWT.')
  if (check.outcome === 'invalid') return refused(check.reason)
  const claims = decodeJwt(token)?.claims ?? {}
  if (claims.iss !== issuer) return refused(`iss is ${show(claims.iss)}, expected ${issuer}.`)
  if (![claims.aud].flat().includes(audience)) return refused(`aud is ${show(claims.aud)}, expected ${audience}.`)
  if (typeof claims.exp !== 'number') return refused('exp is missing.')
  if (claims.exp + tolerance <= now / 1000) return refused('it has expired (exp).')
  return { outcome: 'verified', claims } as const
}

function refused(reason: string) {
  return { outcome: 'refused', reason } as const
}

function show(claim: unknown): string {
  return claim === undefined ? 'missing' : JSON.stringify(claim)
}

function toReason(error: unknown): string {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not valid: it was changed.'
  if (error instanceof errors.JWKSNoMatchingKey) return 'no key of the server matches it.'
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return `it is not signed with one of ${signatureAlgorithms.join(', ')}.`
  }
  return error instanceof Error ? `${error.message}.` : 'it cannot be verified.'
}
