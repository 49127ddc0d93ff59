import {
  assertionAlgorithm,
  hasAssertion,
  identifyByAssertion,
  isProvenByAssertion,
  tokenEndpointAudience,
} from './client-assertion.ts'
import type { ClientAuthenticationMethod } from './method.ts'
import { Proven } from './proven.ts'
import { secretAlgorithm } from './verify-with-secret.ts'

/** Checks a JWT with a MAC under the client's secret (OIDC Core §9). The secret itself has to be stored, encrypted. */
export const clientSecretJwt: ClientAuthenticationMethod = {
  name: 'client_secret_jwt',
  isConfidential: true,
  needsSecret: true,
  keepsSecret: true,
  signingAlgorithms: [secretAlgorithm],
  insecureOption: tokenEndpointAudience,
  recognizes: (presented) => hasAssertion(presented) && /^HS/.test(assertionAlgorithm(presented) ?? ''),
  identify: identifyByAssertion,
  async authenticate(attempt, client) {
    const isProven = await isProvenByAssertion(attempt, client, (jws) =>
      attempt.assertions.verifyWithSecret(client, jws),
    )
    return isProven ? Proven.client(client) : undefined
  },
}
