import { z } from 'zod'

function seconds(standard: number, sentence: string, most = 10 * 365 * 86_400) {
  return z.int().min(1).max(most).default(standard).describe(sentence)
}

/** Lifetimes in seconds. */
export const lifetimes = z
  .strictObject({
    code: seconds(60, 'An authorization code (RFC 6749 §4.1.2 recommends ten minutes at most).', 600),
    accessToken: seconds(600, 'An access token, unless its API sets `accessTokenLifetime`.', 86_400),
    refreshToken: seconds(365 * 86_400, 'A family of refresh tokens, however often it is rotated.'),
    refreshTokenIdle: seconds(30 * 86_400, 'A refresh token that is not used.'),
    refreshTokenGrace: z
      .int()
      .min(0)
      .max(10)
      .default(10)
      .describe(
        'How long a used refresh token may be retried, for parallel requests and lost responses. A replay by a thief within this time is recorded, but not rejected; 0 rejects every retry.',
      ),
    idToken: seconds(3600, 'An ID token (OIDC Core §2): how long a client may take it as proof of the login.', 86_400),
    pushedRequest: seconds(90, 'Reserved, without effect yet: a pushed authorization request (RFC 9126).', 600),
    deviceCode: seconds(600, 'Reserved, without effect yet: a device code (RFC 8628).', 3600),
    session: seconds(7 * 86_400, 'A session, however often it is used.'),
    sessionIdle: seconds(86_400, 'A session that is not used.'),
  })
  .prefault({})
  .describe('Lifetimes, in seconds.')
