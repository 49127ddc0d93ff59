import { signatureAlgorithmNames } from '../client-keys/signature-algorithms.ts'
import {
  assertionAlgorithm,
  hasAssertion,
  identifyByAssertion,
  isProvenByAssertion,
  tokenEndpointAudience,
} from './client-assertion.ts'
import type { ClientAuthenticationMethod } from './method.ts'
import { Proven } from './proven.ts'

/** Checks a JWT that the client signed with its private key (RFC 7523 §2.2, OIDC Core §9). */
export const privateKeyJwt: ClientAuthenticationMethod = {
  name: 'private_key_jwt',
  isConfidential: true,
  needsSecret: false,
  needsKeys: true,
  signingAlgorithms: signatureAlgorithmNames,
  insecureOption: tokenEndpointAudience,
  recognizes: (presented) => hasAssertion(presented) && !/^HS/.test(assertionAlgorithm(presented) ?? ''),
  identify: identifyByAssertion,
  async authenticate(attempt, client) {
    const isProven = await isProvenByAssertion(attempt, client, (jws) => attempt.assertions.verifyWithKeys(client, jws))
    return isProven ? Proven.client(client) : undefined
  },
}
