import { OAuthError, type Parameters, splitParameters } from '@valetkey/protocol'
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

/**
 * Writes a request as sent, form-encoded, if its parameters are hidden from the browser; undefined for any other. An address
 * that leads on carries this text, since the resolved parameters would be readable in it.
 * @throws OAuthError `invalid_request` if it is too long for an address
 */
export function hiddenRequest(
  text: string,
  resolvers: readonly RequestResolver[] = requestResolvers,
): string | undefined {
  const sent = splitParameters(text)
  if (!resolvers.find((one) => one.recognizes(sent))?.isHidden?.(sent)) return undefined
  const pairs = [...sent].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]))
  const query = new URLSearchParams(pairs).toString()
  if (query.length <= longestQuery) return query
  const description = `the authorization request has ${query.length} bytes form-encoded, and the limit by POST is ${longestQuery}: shorten it, or send only client_id and response_type next to request`
  throw new OAuthError('invalid_request', description)
}

/** In bytes: many proxies pass no URL of more than 8 kB. */
const longestQuery = 7000
