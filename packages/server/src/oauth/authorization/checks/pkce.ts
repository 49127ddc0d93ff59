import { isCodeChallenge, OAuthError, type Parameters, readParameters } from '@valetkey/protocol'
import type { Client } from '../../client.ts'
import { allows, type InsecureOption } from '../../insecure-option.ts'
import type { Check } from './check.ts'

/** Lets a client leave PKCE out. */
export const withoutPkce: InsecureOption = {
  option: 'allowWithoutPkce',
  clause: 'RFC 9700 §2.1.1',
  cost: 'without PKCE a stolen code can be redeemed by the thief',
  instead: 'let the client send code_challenge',
  // The thief would need the client's secret, too.
  isTolerableFor: (client) => client.isConfidential,
}

/** A response that is redeemed at the token endpoint is bound to the client that asked for it (RFC 7636 §4.3). */
export const pkce: Check = {
  name: 'pkce',
  at: ['authorize', 'par'],
  reads: ['code_challenge', 'code_challenge_method'],
  run({ parameters, client, found: { responseType } }) {
    const isRedeemed = responseType?.products.some((product) => product.isRedeemed) ?? false
    return isRedeemed ? { codeChallenge: readChallenge(parameters, client) } : undefined
  },
}

function readChallenge(parameters: Parameters, client: Client): string | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = readParameters(parameters, {
    code_challenge: 'optional',
    code_challenge_method: 'optional',
  })
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
