import { intersect, OAuthError, type Scope, subtract } from '@valetkey/protocol'
import type { Client } from './client.ts'
import { type ScopeClaims, scopeClaims, scopesOfClaim } from './openid/scope-claims.ts'
import type { Right, Rights } from './rights.ts'

/** Makes a request one for an ID token (OIDC Core §3.1.2.1). */
export const openid = 'openid'

/** The identity scopes that a server serves, and the claims that each asks for. */
export interface ServedIdentity {
  readonly identityScopes: Scope
  readonly scopeClaims: ScopeClaims
}

/** Lists the identity scopes of every server: what a client learns about the resource owner (OIDC Core §5.4). */
export const identityScopes: Scope = Object.keys(scopeClaims)

/** Accepted with any request, and no right: whether a client gets a refresh token depends on its grant types. */
export const offlineAccess = 'offline_access'

/** Where `Rights` hold identity scopes. An API cannot have this name: its identifier is an absolute URI. */
export const identityResource = 'identity'

/** The scope of a request, by what it is about. */
export interface SplitScope {
  readonly identity: Scope
  readonly api: Scope
}

/** A claim that was asked for by itself is a right like a scope, under this prefix; it is never written on the wire. */
const claimPrefix = 'claim:'

/** Names the right to one claim. */
export function rightToClaim(claim: string): string {
  return claimPrefix + claim
}

/** Returns the claim of a right to one claim; undefined for a scope. */
export function claimOfRight(name: string): string | undefined {
  return name.startsWith(claimPrefix) ? name.slice(claimPrefix.length) : undefined
}

/** Keeps the names that may be written as `scope`. */
export function withoutClaims(scope: Scope): Scope {
  return scope.some((name) => name.startsWith(claimPrefix))
    ? scope.filter((name) => !name.startsWith(claimPrefix))
    : scope
}

/** Checks whether a scope is the server's own: no API has to define it. */
export function isOfServer(name: string, served: Scope): boolean {
  return name === offlineAccess || served.includes(name)
}

/** Splits the scope of a request into identity scopes and those of APIs. */
export function splitScope(scope: Scope, served: Scope): SplitScope {
  const names = subtract(scope, [offlineAccess])
  if (served.length === 0) return { identity: [], api: names }
  return { identity: intersect(names, served), api: subtract(names, served) }
}

/** Makes a right of identity scopes; none of an empty list. */
export function toIdentityRights(scope: Scope): Rights {
  return scope.length === 0 ? [] : [{ resource: identityResource, scope }]
}

/** Checks whether a right holds identity scopes. */
export function isIdentity({ resource }: Pick<Right, 'resource'>): boolean {
  return resource === identityResource
}

/** Returns the identity scopes that rights hold. */
export function identityScopeOf(rights: Rights): Scope {
  return rights.find(isIdentity)?.scope ?? []
}

/** Drops identity scopes that lost `openid`, which they had: without it nothing returns their claims. */
export function withoutOrphans(rights: Rights, before: Rights): Rights {
  const lost = identityScopeOf(before).includes(openid) && !identityScopeOf(rights).includes(openid)
  return lost ? rights.filter((right) => !isIdentity(right)) : rights
}

/** Keeps the identity scopes that the server serves and the client's `scope` lists, and the claims of such scopes. */
export function allowedIdentity(scope: Scope, client: Pick<Client, 'scope'>, served: ServedIdentity): Scope {
  if (served.identityScopes.length === 0) return []
  const isAllowed = (name: string) => served.identityScopes.includes(name) && client.scope.includes(name)
  return scope.filter((name) => {
    const claim = claimOfRight(name)
    return claim === undefined ? isAllowed(name) : scopesOfClaim(claim, served.scopeClaims).some(isAllowed)
  })
}

/** Refuses identity scopes that the client's `scope` does not list. @throws OAuthError `invalid_scope` */
export function refuseForeignIdentity(scope: Scope, client: Pick<Client, 'scope'>): void {
  const refused = subtract(scope, client.scope)
  if (refused.length === 0) return
  const fix = 'add it to the scope of the client'
  throw new OAuthError('invalid_scope', `this client may not ask for: ${refused.join(' ')}; ${fix}`, {
    clause: 'RFC 6749 §3.3',
  })
}
