import type { Scope } from '@valetkey/protocol'
import { withoutPkce } from './authorization/checks/pkce.ts'
import { promptValues } from './authorization/checks/prompt.ts'
import { responseModes } from './authorization/response-modes/index.ts'
import type { ResponseMode } from './authorization/response-modes/response-mode.ts'
import { responseTypes } from './authorization/response-types/index.ts'
import type { ResponseType } from './authorization/response-types/response-type.ts'
import { clientAuthenticationMethods } from './client-authentication/index.ts'
import type { ClientAuthenticationMethod } from './client-authentication/method.ts'
import type { Grant } from './grants/grant.ts'
import { grants } from './grants/index.ts'
import { identityScopes } from './identity-scopes.ts'
import type { InsecureOption } from './insecure-option.ts'
import { type ScopeClaims, scopeClaims } from './openid/scope-claims.ts'
import { products } from './tokens/index.ts'
import type { TokenProduct } from './tokens/product.ts'

/** The lists that decide what a server can do. */
export interface FeatureLists {
  readonly grants: readonly Grant[]
  readonly clientAuthenticationMethods: readonly ClientAuthenticationMethod[]
  readonly responseTypes: readonly ResponseType[]
  readonly responseModes: readonly ResponseMode[]
  /** What the token endpoint issues. */
  readonly products: readonly TokenProduct[]
  /** The scopes of the server itself. */
  readonly identityScopes: Scope
  /** The claims that each identity scope asks for. */
  readonly scopeClaims: ScopeClaims
  /** The values of `prompt` that have an effect. */
  readonly promptValues: readonly string[]
}

/**
 * What a server can do: made once, at start. Metadata, the checks of client registrations, `doctor`, the options of commands and
 * the documentation derive from it.
 */
export interface Features extends FeatureLists {
  /** The grant types that a client may be registered for: those of the grants, and those that are a name for a response type. */
  readonly grantTypes: readonly GrantType[]
  /** The keys that a client's `dangerously` may have. */
  readonly insecureOptions: readonly InsecureOption[]
}

/** A value of `grant_types`. */
export interface GrantType {
  readonly name: string
  /** What a client needs to use it; undefined if that is nothing. */
  readonly insecureOption: InsecureOption | undefined
}

/** Puts the standard lists together with what an embedding application adds. @throws Error if two of a list have the same name */
export function createFeatures(added: Partial<FeatureLists> = {}): Features {
  const lists = {
    grants: [...grants, ...(added.grants ?? [])],
    clientAuthenticationMethods: [...clientAuthenticationMethods, ...(added.clientAuthenticationMethods ?? [])],
    responseTypes: [...responseTypes, ...(added.responseTypes ?? [])],
    responseModes: [...responseModes, ...(added.responseModes ?? [])],
    products: [...products, ...(added.products ?? [])],
    identityScopes: [...identityScopes, ...(added.identityScopes ?? [])],
    scopeClaims: { ...scopeClaims, ...added.scopeClaims },
    promptValues: [...promptValues, ...(added.promptValues ?? [])],
  }
  for (const [list, names] of [
    ['grants', lists.grants.map((one) => one.type)],
    ['clientAuthenticationMethods', lists.clientAuthenticationMethods.map((one) => one.name)],
    ['responseTypes', lists.responseTypes.map((one) => one.name)],
    ['responseModes', lists.responseModes.map((one) => one.name)],
    ['products', lists.products.map((one) => one.name)],
    ['members of products', lists.products.flatMap((one) => one.members)],
    ['identityScopes', lists.identityScopes],
  ] as const) {
    const repeated = names.find((name, at) => names.indexOf(name) !== at)
    if (repeated !== undefined) throw new Error(`${list}: ${repeated} is there already: give yours another name`)
  }
  const { clientAuthenticationMethods: methods } = lists
  const described = [...lists.responseTypes, ...lists.grants, ...methods].map((one) => one.insecureOption)
  return { ...lists, grantTypes: grantTypesOf(lists), insecureOptions: unique([...described, withoutPkce]) }
}

/** What the server can do without additions. */
export const standardFeatures: Features = createFeatures()

function grantTypesOf(lists: Pick<FeatureLists, 'grants' | 'responseTypes'>): readonly GrantType[] {
  const served = lists.grants.map(({ type, insecureOption }) => ({ name: type, insecureOption }))
  const names = new Set(served.map((one) => one.name))
  const others = lists.responseTypes.filter(({ grantType }) => !names.has(grantType) && names.add(grantType))
  return [...served, ...others.map(({ grantType, insecureOption }) => ({ name: grantType, insecureOption }))]
}

function unique(options: readonly (InsecureOption | undefined)[]): readonly InsecureOption[] {
  const byName = new Map(options.flatMap((one) => (one === undefined ? [] : [[one.option, one] as const])))
  return [...byName.values()]
}
