import { intersect, normalizeResource, OAuthError, type Scope } from '@valetkey/protocol'
import type { Client } from './client.ts'
import { allowedIdentity, isIdentity, type ServedIdentity, toIdentityRights } from './identity-scopes.ts'
import type { Instant } from './ports.ts'
import type { Rights } from './rights.ts'
import type { SigningAlgorithm } from './signing-algorithms.ts'
import { isCutOff } from './tokens/validity.ts'

/** An API that access tokens are for: a resource server (RFC 6749 §1.1, RFC 8707). */
export interface Api {
  /** An absolute URI: the `resource` of a request and the `aud` of a token. */
  readonly identifier: string
  readonly name: string
  /** Names in other languages, by language tag. */
  readonly names?: Readonly<Record<string, string>> | undefined
  readonly tokenFormat: 'jwt' | 'opaque'
  readonly tokenSigningAlg: SigningAlgorithm
  readonly scopes: readonly {
    readonly name: string
    readonly description: string
    /** Descriptions in other languages, by language tag. */
    readonly descriptions?: Readonly<Record<string, string>> | undefined
    /** Whether it requires a second factor or a recent login, and the pages mark it. */
    readonly sensitive?: boolean | undefined
    /** Claims of the user that tokens with this scope carry. */
    readonly claims?: readonly string[] | undefined
  }[]
  /** Claims of the user that every token for this API carries. */
  readonly claims?: readonly string[] | undefined
  /** Clients that may introspect tokens meant for this API. */
  readonly introspectedBy: readonly string[]
  /** Seconds; undefined for the server's own. */
  readonly accessTokenLifetime: number | undefined
  /** What was granted until then is void: an API of the same identifier was removed then. */
  readonly validAfter?: Instant
}

/** Keeps of `rights` those at APIs that were not removed, and added again, since the rights were granted. */
export function rightsAtSameApis(rights: Rights, apis: readonly Api[], grantedAt: Instant): Rights {
  if (!wasAnyReplaced(apis)) return rights
  return rights.filter(({ resource }) => !isCutOff(grantedAt, findApi(apis, resource)?.validAfter ?? 0))
}

/** Finds the API that a resource identifier means. */
export function findApi(apis: readonly Api[], resource: string): Api | undefined {
  const index = indexOf(apis)
  return index.get(resource) ?? index.get(normalizeResource(resource) ?? resource)
}

/** Whether a scope at an API is sensitive. */
export function isSensitive(api: Api | undefined, scope: string): boolean {
  return api?.scopes.some(({ name, sensitive }) => name === scope && sensitive === true) === true
}

/** Writes an identifier as every other identifier of the same API is written: a trailing slash on a bare origin makes no difference. */
export function apiKey(identifier: string): string {
  return normalizeResource(identifier) ?? identifier
}

/** A request may name this many APIs: each costs a look-up and makes the token longer. */
const mostResources = 20

/** Bounds what a request may name by `resource`. @throws OAuthError `invalid_target` */
export function refuseManyResources(resources: readonly string[]): void {
  if (resources.length <= mostResources) return
  const description = `resource was sent ${resources.length} times; the limit is ${mostResources}: name fewer APIs in one request`
  throw new OAuthError('invalid_target', description, { clause: 'RFC 8707 §2' })
}

/**
 * Lists the scope names that a client may ask for at an API; undefined if it may not use the API at all.
 * A client may use an API of which it has a scope, or which its own `apis` name: an API without scopes needs the latter.
 */
export function allowedScope(client: Client, api: Api): Scope | undefined {
  const known = allowedScopesOf(client)
  if (known.has(api)) return known.get(api)
  const allowed = computeAllowedScope(client, api)
  known.set(api, allowed)
  return allowed
}

function computeAllowedScope(client: Client, api: Api): Scope | undefined {
  const defined = api.scopes.map((scope) => scope.name)
  if (client.apis !== undefined) {
    const named = scopesOf(client.apis).get(keyOf(api))
    return named && intersect(named, defined)
  }
  const scope = intersect(client.scope, defined)
  return scope.length === 0 ? undefined : scope
}

/** What rights may be about: the APIs, and the identity scopes of the server. */
export interface Catalog extends ServedIdentity {
  readonly apis: readonly Api[]
}

/**
 * Keeps of `rights` what the client may still ask for: since they were granted, an operator may have removed a scope or an
 * API, or removed an API and added another with the same identifier.
 */
export function allowedRights(rights: Rights, client: Client, catalog: Catalog, grantedAt: Instant): Rights {
  return rightsAtSameApis(rights, catalog.apis, grantedAt).flatMap((right) => {
    const { resource, scope } = right
    if (isIdentity(right)) return toIdentityRights(allowedIdentity(scope, client, catalog))
    const api = findApi(catalog.apis, resource)
    const allowed = api && allowedScope(client, api)
    if (allowed === undefined) return []
    const kept = intersect(scope, allowed)
    // A right that lost its last scope is not a right to be the audience: that was never granted by itself.
    return kept.length > 0 || scope.length === 0 ? [{ resource, scope: kept }] : []
  })
}

/** Computes once what depends on a list or an entry of the catalog, which hands out the same objects until one changes. */
export function once<K extends object, V>(compute: (from: K) => V): (from: K) => V {
  const known = new WeakMap<K, V>()
  return (from) => {
    const value = known.get(from) ?? compute(from)
    known.set(from, value)
    return value
  }
}

const wasAnyReplaced = once((apis: readonly Api[]): boolean => apis.some(({ validAfter = 0 }) => validAfter > 0))

const allowedScopesOf = once((_: Client) => new WeakMap<Api, Scope | undefined>())

const keyOf = once((api: Api) => apiKey(api.identifier))

/** Each API by its identifier as written, and normalized; of two that mean the same, the first. */
const indexOf = once(
  (apis: readonly Api[]): ReadonlyMap<string, Api> =>
    new Map([...apis].reverse().flatMap((api) => [[keyOf(api), api] as const, [api.identifier, api] as const])),
)

const scopesOf = once(
  (named: NonNullable<Client['apis']>): ReadonlyMap<string, Scope> =>
    new Map(
      [...named]
        .reverse()
        .map(({ identifier, scope }) => [normalizeResource(identifier) ?? identifier, scope] as const),
    ),
)
