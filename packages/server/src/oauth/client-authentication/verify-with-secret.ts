import { randomBytes } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { clockTolerance } from '../client-keys/client-keys.ts'
import type { Instant } from '../ports.ts'

/** The algorithm of JWTs under a client secret. */
export const secretAlgorithm = 'HS256'

/** The fewest bytes of a secret that JWTs are made with (RFC 7518 §3.2, OIDC Core §16.19). */
export const shortestJwtSecret = 32

const decoy = randomBytes(32).toString('base64url')

/** Verifies a JWT under one of a client's secrets (OIDC Core §10.1); without any it takes as long. */
export async function verifyWithSecret(
  secrets: readonly string[],
  jws: string,
  now: Instant,
): Promise<JWTPayload | undefined> {
  const { jwtVerify } = await import('jose/jwt/verify')
  const options = { algorithms: [secretAlgorithm], clockTolerance, currentDate: new Date(now) }
  for (const secret of secrets.length === 0 ? [decoy] : secrets) {
    try {
      const { payload } = await jwtVerify(jws, Buffer.from(secret, 'utf8'), options)
      if (secret !== decoy) return payload
    } catch {
      // During a rotation the other secret may be the right one.
    }
  }
  return undefined
}
