import { isCodeChallenge, OAuthError } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import { allows, type InsecureOption } from '../insecure-option.ts'

/** Lets a client leave PKCE out. */
export const withoutPkce: InsecureOption = {
  option: 'allowWithoutPkce',
  clause: 'RFC 9700 §2.1.1',
  cost: 'without PKCE a stolen code can be redeemed by the thief',
  instead: 'let the client send code_challenge',
  // The thief would need the client's secret, too.
  isTolerableFor: (client) => client.isConfidential,
}

/**
 * Reads the PKCE challenge of an authorization request; undefined where the client may leave it out and does (RFC 7636 §4.3).
 * @throws OAuthError `invalid_request`
 */
export function readChallenge(
  read: { readonly code_challenge: string | undefined; readonly code_challenge_method: string | undefined },
  client: Client,
): string | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = read
  if (challenge === undefined && method === undefined && allows(client, withoutPkce)) return undefined
  if (challenge === undefined) {
    throw new OAuthError('invalid_request', 'code_challenge is missing: PKCE with S256 is required', {
      clause: 'RFC 7636 §4.4.1',
    })
  }
  // A method left out means plain (RFC 7636 §4.3), which protects nobody who reads the request (RFC 9700 §2.1.1).
  if (method !== 'S256') {
    throw new OAuthError('invalid_request', 'code_challenge_method must be S256', { clause: 'RFC 9700 §2.1.1' })
  }
  if (!isCodeChallenge(challenge)) {
    throw new OAuthError('invalid_request', 'code_challenge is not 43 base64url characters', {
      clause: 'RFC 7636 §4.2',
    })
  }
  return challenge
}
