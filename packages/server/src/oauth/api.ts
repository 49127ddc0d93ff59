import { intersect, isSameResource, type Scope } from '@valetkey/protocol'
import type { Client } from './client.ts'
import type { Rights } from './rights.ts'

/** An API that access tokens are for: a resource server (RFC 6749 §1.1, RFC 8707). */
export interface Api {
  /** An absolute URI: the `resource` of a request and the `aud` of a token. */
  readonly identifier: string
  readonly name: string
  readonly tokenFormat: 'jwt' | 'opaque'
  readonly tokenSigningAlg: SigningAlgorithm
  readonly scopes: readonly { readonly name: string; readonly description: string }[]
  /** Clients that may introspect tokens meant for this API. */
  readonly introspectedBy: readonly string[]
  /** Seconds; undefined for the server's own. */
  readonly accessTokenLifetime: number | undefined
}

/** Names the algorithms that access tokens are signed with (RFC 7518 §3.1). */
export type SigningAlgorithm = 'ES256' | 'RS256'

/** Finds the API that a resource identifier means. */
export function findApi(apis: readonly Api[], resource: string): Api | undefined {
  return apis.find((api) => api.identifier === resource) ?? apis.find((api) => isSameResource(api.identifier, resource))
}

/** Lists the scope names that a client may ask for at an API; undefined where it may not use the API at all. */
export function allowedScope(client: Client, api: Api): Scope | undefined {
  const defined = api.scopes.map((scope) => scope.name)
  if (client.apis === undefined) return intersect(client.scope, defined)
  const entry = client.apis.find((one) => isSameResource(one.identifier, api.identifier))
  return entry && intersect(entry.scope, defined)
}

/** Keeps of `rights` what the client may still ask for: an operator may have taken a name or an API away since. */
export function allowedRights(rights: Rights, client: Client, apis: readonly Api[]): Rights {
  return rights.flatMap((right) => {
    const api = findApi(apis, right.resource)
    const allowed = api && allowedScope(client, api)
    return allowed === undefined ? [] : [{ resource: right.resource, scope: intersect(right.scope, allowed) }]
  })
}
