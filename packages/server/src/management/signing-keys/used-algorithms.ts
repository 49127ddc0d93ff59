import { protectedResponses } from '../../oauth/protected-responses/protected-response.ts'
import {
  defaultAccessTokenAlgorithm,
  defaultClientAlgorithm,
  isSigningAlgorithm,
  type SigningAlgorithm,
} from '../../oauth/signing-algorithms.ts'
import type { ApiEntry, ClientEntry } from '../ports.ts'

/** Returns the signing algorithms of APIs and clients, and the defaults. Keys of other algorithms sign nothing. */
export function usedAlgorithms(
  apis: readonly Pick<ApiEntry, 'api'>[],
  clients: readonly Pick<ClientEntry, 'registration'>[],
): ReadonlySet<SigningAlgorithm> {
  const named = [
    ...apis.map(({ api }) => api.tokenSigningAlg),
    ...clients.flatMap(({ registration }) =>
      protectedResponses.map((kind) => registration[`${kind}_signed_response_alg`]),
    ),
  ]
  const known = named.filter((name) => name !== undefined && isSigningAlgorithm(name))
  return new Set([defaultAccessTokenAlgorithm, defaultClientAlgorithm, ...known])
}
