import { z } from 'zod'

function seconds(standard: number, sentence: string, most = 10 * 365 * 86_400) {
  return z.int().min(1).max(most).default(standard).describe(sentence)
}

/** How long things last, in seconds. */
export const lifetimes = z
  .strictObject({
    code: seconds(60, 'An authorization code (RFC 6749 §4.1.2 recommends ten minutes at most).', 600),
    accessToken: seconds(600, 'An access token, unless its API says otherwise.', 86_400),
    refreshToken: seconds(365 * 86_400, 'A line of refresh tokens, however often it is rotated.'),
    refreshTokenIdle: seconds(30 * 86_400, 'A refresh token that nobody uses.'),
    refreshTokenGrace: z
      .int()
      .min(0)
      .max(10)
      .default(10)
      .describe(
        'How long a refresh token that was used may be retried, for parallel requests and lost responses. Within it a thief who follows the client is recorded, not stopped; 0 stops both.',
      ),
    pushedRequest: seconds(90, 'Reserved, without effect yet: a pushed authorization request (RFC 9126).', 600),
    deviceCode: seconds(600, 'Reserved, without effect yet: a device code (RFC 8628).', 3600),
    session: seconds(7 * 86_400, 'A login, however often it is used.'),
    sessionIdle: seconds(86_400, 'A login that nobody uses.'),
  })
  .prefault({})
  .describe('How long things last, in seconds.')
