import type { Parameters } from '@valetkey/protocol'
import { requestResolvers } from './index.ts'
import type { RequestResolver, ResolveServices } from './resolver.ts'

/**
 * Turns a request as sent, by GET or POST, into one set of parameters. Done once for each request: a pushed request or a
 * request object may be usable only once.
 * @throws UnresolvedRequest, or another OAuthError
 */
export async function resolveRequest(
  sent: Parameters,
  services: ResolveServices,
  resolvers: readonly RequestResolver[] = requestResolvers,
): Promise<Parameters> {
  const resolver = resolvers.find((one) => one.recognizes(sent))
  return resolver === undefined ? sent : resolver.resolve(sent, services)
}
