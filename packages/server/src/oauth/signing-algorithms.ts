/**
 * The algorithms that the server signs with (RFC 7518 §3.1, RFC 8037 §3.1), in the order of the key set. It has a key of
 * each at all times: a client that registers at run time may ask for any. Adding one is a line here and its row in
 * `signing-keys/algorithms.ts`.
 */
export const signingAlgorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const

export type SigningAlgorithm = (typeof signingAlgorithms)[number]

/** Signs access tokens unless an API names another. */
export const defaultAccessTokenAlgorithm: SigningAlgorithm = 'ES256'

/** Signs what goes to a client, such as ID tokens, unless its registration names another (OIDC Registration §2). */
export const defaultClientAlgorithm: SigningAlgorithm = 'RS256'

/** Checks whether the server signs with an algorithm of this name. */
export function isSigningAlgorithm(name: string): name is SigningAlgorithm {
  return signingAlgorithms.some((one) => one === name)
}
