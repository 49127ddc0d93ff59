import { parseScope, type Scope } from '@valetkey/protocol'
import type * as oauth from 'oauth4webapi'
import type { IdTokenClaims } from './id-token.ts'

/** A token response as plain data, to store in a session or a database. */
export interface TokenSet {
  readonly accessToken: string
  /** When the access token expires, in seconds since 1970. Absent if the server does not say. */
  readonly expiresAt?: number
  /** When to renew it, in seconds since 1970: shortly before it expires. */
  readonly renewAt?: number
  readonly refreshToken?: string
  /** The scope of the token, which may be less than was requested. */
  readonly scope: Scope
  readonly resource?: readonly string[]
  /** The ID token as received, for `logoutUrl`. Only with the scope `openid`. */
  readonly idToken?: string
  /** The verified claims of the ID token: who is signed in. Absent if the user did not grant `openid`. */
  readonly claims?: IdTokenClaims
}

/** Several names as a list, or as one string separated by spaces. */
export type OneOrMore = string | readonly string[]

/** Seconds before expiry at which a token is renewed, but never more than a tenth of its lifetime. */
const earlySeconds = 30

/** Reads a token response. Members that it omits keep the requested or the earlier value (RFC 6749 §5.1, §6). */
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

/** Whether the access token need not be renewed yet. */
export function isFresh(tokenSet: TokenSet, now: number): boolean {
  return now < (tokenSet.renewAt ?? tokenSet.expiresAt ?? Number.POSITIVE_INFINITY)
}

/** Whether the access token has not expired yet. */
export function isAlive(tokenSet: TokenSet, now: number): boolean {
  return now < (tokenSet.expiresAt ?? Number.POSITIVE_INFINITY)
}

export function toScope(scope: OneOrMore | undefined): Scope {
  return typeof scope === 'string' ? parseScope(scope) : parseScope(scope?.join(' '))
}

export function toResources(resource: OneOrMore | undefined): readonly string[] {
  if (resource === undefined) return []
  return typeof resource === 'string' ? [resource] : resource
}

/** The parameters that every token request shares. Several resources are several parameters (RFC 8707 §2). */
export function requestParameters(scope: Scope, resource: readonly string[]): URLSearchParams {
  const parameters = new URLSearchParams(resource.map((value) => ['resource', value]))
  if (scope.length > 0) parameters.set('scope', scope.join(' '))
  return parameters
}
