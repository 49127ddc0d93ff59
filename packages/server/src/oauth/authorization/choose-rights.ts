import { formatScope, intersect, isWithin, OAuthError, type Scope, subtract, union } from '@valetkey/protocol'
import { type Api, allowedScope, findApi, refuseManyResources } from '../api.ts'
import type { Client } from '../client.ts'
import { refuseForeignIdentity, splitScope, toIdentityRights } from '../identity-scopes.ts'
import type { Rights } from '../rights.ts'

/** A request for rights: by which client, at which APIs, for which scope names. */
export interface RightsRequest {
  readonly client: Client
  readonly apis: readonly Api[]
  /** The `resource` parameters; none means the client's or the server's default API. */
  readonly resources: readonly string[]
  readonly scope: Scope
  /** The identity scopes that the server serves; none for a client that acts for itself. */
  readonly identityScopes?: Scope
}

interface Target {
  readonly resource: string
  readonly allowed: Scope
}

/**
 * Decides which rights a request means, and whether its client may ask for them (RFC 6749 §3.3, RFC 8707 §2).
 * No scope means all that the client may ask for at the APIs. A right with an empty scope asks to be the API's audience and no
 * more. A request that names identity scopes, and no resource or scope of an API, is for identity alone.
 * @throws OAuthError `invalid_target`, `invalid_scope`
 */
export function chooseRights({ client, apis, resources, scope, identityScopes = [] }: RightsRequest): Rights {
  refuseManyResources(resources)
  const { identity, api: names } = splitScope(scope, identityScopes)
  if (identity.length > 0) {
    refuseForeignIdentity(identity, client)
    if (names.length === 0 && resources.length === 0) return toIdentityRights(identity)
  }
  const targets =
    resources.length > 0 ? resources.map((one) => target(client, apis, one)) : defaultTargets(client, apis, names)
  if (targets.length === 0 && apis.length > 0) {
    const fix = 'give it a scope that an API defines, or list an API in its apis option'
    throw new OAuthError('invalid_scope', `this client may not use any API: ${fix}`, { clause: 'RFC 6749 §3.3' })
  }
  const allowed = union(...targets.map((one) => one.allowed))
  if (!isWithin(names, allowed)) throw beyond(subtract(names, allowed), targets, { client, apis })
  const rights = targets.map((one) => ({
    resource: one.resource,
    // An identity scope is a scope too: the request does not mean all that there is at the API.
    scope: names.length === 0 && identity.length === 0 ? one.allowed : intersect(names, one.allowed),
  }))
  return [...toIdentityRights(identity), ...dropRepeated(rights)]
}

/** Refuses names that the targets lack, and names the API of this client that has one of them. */
function beyond(
  refused: Scope,
  targets: readonly Target[],
  { client, apis }: Pick<RightsRequest, 'client' | 'apis'>,
): OAuthError {
  const clause = { clause: 'RFC 6749 §3.3' }
  for (const name of refused) {
    const api = apis.find((one) => allowedScope(client, one)?.includes(name))
    if (api !== undefined) {
      const asked = targets.map((one) => one.resource).join(' and ')
      const fix = `name it too: resource=${api.identifier}`
      const description = `scope ${name} belongs to the API ${api.identifier}, and this request is for ${asked}; ${fix}`
      return new OAuthError('invalid_scope', description, clause)
    }
  }
  return new OAuthError('invalid_scope', `this client may not ask for: ${formatScope(refused)}`, clause)
}

function target(client: Client, apis: readonly Api[], resource: string): Target {
  const api = findApi(apis, resource)
  const allowed = api && allowedScope(client, api)
  if (api === undefined || allowed === undefined) {
    throw new OAuthError('invalid_target', 'resource (or audience) names no API that this client may use', {
      clause: 'RFC 8707 §2',
    })
  }
  return { resource: api.identifier, allowed }
}

/** The first API that offers the client all the names; else the first one it may use, to be refused by its names. */
function defaultTargets(client: Client, apis: readonly Api[], names: Scope): readonly Target[] {
  const order = client.apis?.flatMap(({ identifier }) => findApi(apis, identifier) ?? []) ?? apis
  const targets = order.flatMap((api) => {
    const allowed = allowedScope(client, api)
    return allowed === undefined ? [] : [{ resource: api.identifier, allowed }]
  })
  const useful = targets.filter((one) => one.allowed.length > 0)
  const chosen = useful.find((one) => isWithin(names, one.allowed)) ?? useful[0] ?? targets[0]
  return chosen === undefined ? [] : [chosen]
}

function dropRepeated(rights: Rights): Rights {
  return rights.filter((right, index) => rights.findIndex((one) => one.resource === right.resource) === index)
}
