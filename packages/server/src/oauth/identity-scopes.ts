import { intersect, OAuthError, type Scope, subtract } from '@valetkey/protocol'
import type { Client } from './client.ts'
import type { Right, Rights } from './rights.ts'

/** Lists the identity scopes that this server serves: what a client learns about the resource owner (OIDC Core §5.4). */
export const identityScopes: Scope = []

/** Accepted with any request, and no right: whether a client gets a refresh token depends on its grant types. */
export const offlineAccess = 'offline_access'

/** Where `Rights` hold identity scopes. An API cannot have this name: its identifier is an absolute URI. */
export const identityResource = 'identity'

/** The scope of a request, by what it is about. */
export interface SplitScope {
  readonly identity: Scope
  readonly api: Scope
}

/** Checks whether a scope is the server's own: no API has to define it. */
export function isOfServer(name: string): boolean {
  return name === offlineAccess || identityScopes.includes(name)
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

/** Keeps the identity scopes that the server serves and the client's `scope` lists. */
export function allowedIdentity(scope: Scope, client: Pick<Client, 'scope'>, served: Scope): Scope {
  return served.length === 0 ? [] : intersect(intersect(scope, served), client.scope)
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
