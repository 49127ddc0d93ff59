import type { Api } from '../api.ts'
import { findApi, once } from '../api.ts'
import type { JsonObject } from '../grant-context.ts'
import { hasValue } from '../openid/user-claims.ts'
import type { Rights } from '../rights.ts'

/** Lists the claims of the user that an access token carries: those that its APIs and its scopes there declare. */
export function claimsForApis(rights: Rights, apis: readonly Api[]): readonly string[] {
  if (!declaresClaims(apis)) return []
  const names = rights.flatMap(({ resource, scope }) => {
    const api = findApi(apis, resource)
    if (api === undefined) return []
    const ofScopes = api.scopes.filter(({ name }) => scope.includes(name)).flatMap(({ claims = [] }) => claims)
    return [...(api.claims ?? []), ...ofScopes]
  })
  return [...new Set(names)]
}

/** Picks claims of a user by name. */
export function pickClaims(user: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.flatMap((name) => (hasValue(user, name) ? [[name, user[name]] as const] : [])))
}

/** Most servers have no such API: then no token request looks further. */
const declaresClaims = once((apis: readonly Api[]): boolean =>
  apis.some(({ claims, scopes }) => claims !== undefined || scopes.some((scope) => scope.claims !== undefined)),
)
