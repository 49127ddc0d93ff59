import { parseScope, type Scope } from '@valetkey/protocol'
import type * as oauth from 'oauth4webapi'

/** Holds what the token endpoint gave: plain data, to keep in a session or a database as it is. */
export interface TokenSet {
  readonly accessToken: string
  /** When the access token ends, in seconds since 1970; absent where the server did not say. */
  readonly expiresAt?: number
  /** When a fresh one should be fetched: shortly before the end. */
  readonly renewAt?: number
  readonly refreshToken?: string
  /** The rights the token carries, which may be fewer than were asked for. */
  readonly scope: Scope
  readonly resource?: readonly string[]
}

/** Takes one or several values. */
export type OneOrMore = string | readonly string[]

/** Renews this many seconds early, but never earlier than in the last tenth of the token's life. */
const earlySeconds = 30

/** Reads a token response; what it leaves out stays as it was asked for or held before (RFC 6749 §5.1, §6). */
export function toTokenSet(
  response: oauth.TokenEndpointResponse,
  before: { readonly scope?: Scope; readonly resource?: readonly string[]; readonly refreshToken?: string },
  now: number,
): TokenSet {
  const life = response.expires_in
  const refreshToken = response.refresh_token ?? before.refreshToken
  return {
    accessToken: response.access_token,
    ...(life !== undefined && {
      expiresAt: Math.floor(now + life),
      renewAt: Math.floor(now + life - Math.min(earlySeconds, life / 10)),
    }),
    ...(refreshToken !== undefined && { refreshToken }),
    scope: response.scope === undefined ? (before.scope ?? []) : response.scope.split(' ').filter(Boolean),
    ...(before.resource !== undefined && before.resource.length > 0 && { resource: before.resource }),
  }
}

/** Tells whether a token set's access token may be used without renewal. */
export function isFresh(tokenSet: TokenSet, now: number): boolean {
  return now < (tokenSet.renewAt ?? tokenSet.expiresAt ?? Number.POSITIVE_INFINITY)
}

/** Tells whether a token set's access token still works, if only for moments. */
export function isAlive(tokenSet: TokenSet, now: number): boolean {
  return now < (tokenSet.expiresAt ?? Number.POSITIVE_INFINITY)
}

/** Reads a scope given as text or as names. */
export function toScope(scope: OneOrMore | undefined): Scope {
  return typeof scope === 'string' ? parseScope(scope) : parseScope(scope?.join(' '))
}

/** Reads one or several resource identifiers. */
export function toResources(resource: OneOrMore | undefined): readonly string[] {
  if (resource === undefined) return []
  return typeof resource === 'string' ? [resource] : resource
}

/** Forms the parameters that every token request shares: several resources are several parameters (RFC 8707 §2). */
export function requestParameters(scope: Scope, resource: readonly string[]): URLSearchParams {
  const parameters = new URLSearchParams(resource.map((value) => ['resource', value]))
  if (scope.length > 0) parameters.set('scope', scope.join(' '))
  return parameters
}
