import { type JwtClaims, verifySignedJwt } from '@valetkey/protocol'
import type { Connection } from './connection.ts'

/** Seconds by which the clocks of the server and of this computer may differ. */
export const tolerance = 60

/** What is checked of a token of one kind. */
interface TokenKind {
  readonly types: readonly string[]
  readonly requiredClaims: readonly string[]
  /** Makes the error for a token that is refused. */
  readonly refuse: (reason: string) => Error
}

/**
 * Verifies the signature of an ID token or logout token with the server's keys, and the claims that both have: `iss`, `aud`, `exp`,
 * `iat` (OIDC Core §3.1.3.7, steps 2, 3, 6, 7, 9, 10). Keys are fetched again for a `kid` that is not known.
 * @throws the kind's error; ClientError `network` or `unexpected` if the keys cannot be fetched
 */
export async function verifyToken(
  { issuer, clientId, idTokenAlgorithm, now, keys }: Connection,
  token: string,
  { types, requiredClaims, refuse }: TokenKind,
): Promise<JwtClaims & { readonly iss: string; readonly iat: number; readonly exp: number }> {
  const expected = {
    issuer,
    audience: clientId,
    algorithm: idTokenAlgorithm,
    types,
    requiredClaims,
    now: now(),
    tolerance,
  }
  let result = await verifySignedJwt(token, keys.get, expected)
  if (result.outcome === 'unknown_key') {
    const newer = await keys.reload()
    if (newer !== undefined) result = await verifySignedJwt(token, async () => newer, expected)
  }
  if (result.outcome === 'unknown_key') throw refuse('no key of the server matches it')
  if (result.outcome === 'refused') throw refuse(result.reason)
  const { iss, iat, exp, aud, azp } = result.claims
  if (iss === undefined || iat === undefined || exp === undefined) throw refuse('a required claim is missing')
  // Further audiences could use the token as well, and none is trusted (OIDC Core §3.1.3.7, steps 3 to 5).
  if ([aud].flat().some((audience) => audience !== clientId)) throw refuse('aud has an audience that is not trusted')
  if (azp !== undefined && azp !== clientId) throw refuse('azp is not this client')
  return { ...result.claims, iss, iat, exp }
}
