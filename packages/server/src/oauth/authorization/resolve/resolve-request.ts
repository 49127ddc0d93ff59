import { type Parameters, splitParameters } from '@valetkey/protocol'
import { requestResolvers } from './index.ts'
import type { RequestResolver } from './resolver.ts'

/**
 * Turns a request as sent, by GET or POST, into one set of parameters. Done once for each request: a pushed request or a
 * request object may be usable only once.
 * @param text the query, or the body of a POST
 * @throws OAuthError
 */
export async function resolveRequest(
  text: string,
  resolvers: readonly RequestResolver[] = requestResolvers,
): Promise<Parameters> {
  const sent = splitParameters(text)
  const resolver = resolvers.find((one) => one.recognizes(sent))
  return resolver === undefined ? sent : resolver.resolve(sent)
}
