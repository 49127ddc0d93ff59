import type { Api } from '../oauth/api.ts'
import { findApi, isSensitive } from '../oauth/api.ts'
import { claimOfRight, isIdentity } from '../oauth/identity-scopes.ts'
import type { JsonObject } from '../oauth/ports.ts'
import type { Right, Rights } from '../oauth/rights.ts'
import type { Words } from '../ui/words/en.ts'
import { type IdentityWords, type OwnData, ownData, type Translations } from './own-data.ts'

/** A right as a page shows it. */
export interface RightView {
  /** What its checkbox sends. */
  readonly value: string
  /** The scope name; undefined for the use of the API itself. */
  readonly name: string | undefined
  readonly description: string | undefined
  /** Whether the scope is sensitive. */
  readonly sensitive?: boolean | undefined
  /** What the user's account has of it, for a right to data of the user's own. */
  readonly data?: OwnData | undefined
}

/** An API as a page shows it, with some of its rights. */
export interface ApiView {
  /** Undefined for the user's identity. */
  readonly name: string | undefined
  readonly resource: string
  /** Seconds until the API notices that an authorization was revoked: none if it asks each time. */
  readonly revocationDelaySeconds: number
  readonly rights: readonly RightView[]
}

/** Names an API to the user. */
export const apiName = ({ name }: Pick<ApiView, 'name'>, words: Words['rights']): string => name ?? words.identity

/** Names a right that has no description. */
export const rightName = (name: string | undefined, api: Pick<ApiView, 'name'>, words: Words['rights']): string => {
  if (name === undefined) return words.useApi(apiName(api, words))
  return api.name === undefined ? identityName(name, words) : name
}

function identityName(name: string, words: Words['rights']): string {
  const claim = claimOfRight(name)
  return claim === undefined ? (words.identityScopes[name] ?? name) : words.claim(claim)
}

/** What the words and values of rights come from. */
export interface RightsSources {
  readonly apis: readonly Api[]
  /** How long tokens last for APIs that do not say it. */
  readonly accessTokenSeconds: number
  readonly identity: IdentityWords
  /** The user's claims, where a page shows values. */
  readonly user?: JsonObject | undefined
  /** The language tag of the page; without one, names and descriptions are those of the configuration. */
  readonly language?: string | undefined
}

/** Picks the text in a language, or in the language without its region (RFC 4647 §3.4). */
function inLanguage(text: string, translations: Translations | undefined, language: string | undefined): string {
  if (translations === undefined || language === undefined) return text
  return translations[language] ?? translations[language.replace(/-.*/, '')] ?? text
}

/**
 * Shows rights API by API, in words and in the order in which each API names them.
 * @param request all that the page is about: it decides which names need their API, and so must not change between showing
 * and reading the form
 */
export function toApiViews(
  rights: Rights,
  { apis, accessTokenSeconds, identity, user, language }: RightsSources,
  request: Rights = rights,
): readonly ApiView[] {
  return rights.map((right) => {
    const api = findApi(apis, right.resource)
    const place = (name: string) => api?.scopes.findIndex((scope) => scope.name === name) ?? 0
    const name = isIdentity(right) ? undefined : inLanguage(api?.name ?? right.resource, api?.names, language)
    return {
      name,
      resource: right.resource,
      // The UserInfo endpoint asks each time.
      revocationDelaySeconds:
        isIdentity(right) || api?.tokenFormat === 'opaque' ? 0 : (api?.accessTokenLifetime ?? accessTokenSeconds),
      rights:
        right.scope.length === 0
          ? [
              {
                value: audienceValue(right),
                name: undefined,
                description: undefined,
              },
            ]
          : right.scope
              .toSorted((one, other) => place(one) - place(other))
              .map((scope) => ({
                value: toValue(right, scope, request),
                name: scope,
                description: describe(
                  name === undefined ? identity.descriptions[scope] : api?.scopes.find((one) => one.name === scope),
                  language,
                ),
                sensitive: isSensitive(api, scope),
                data: name === undefined && user ? ownData(scope, user, identity.scopeClaims) : undefined,
              })),
    }
  })
}

function describe(
  scope: { readonly description: string; readonly descriptions?: Translations | undefined } | undefined,
  language: string | undefined,
): string | undefined {
  return scope && (inLanguage(scope.description, scope.descriptions, language) || undefined)
}

/** Reads which of the rights that a page showed were left ticked. */
export function toTicked(shown: Rights, values: readonly string[], request: Rights = shown): Rights {
  return shown.flatMap((right) => {
    if (right.scope.length === 0) return values.includes(audienceValue(right)) ? [right] : []
    const scope = right.scope.filter(
      (name) => values.includes(toValue(right, name, request)) || values.includes(fullValue(right, name)),
    )
    return scope.length === 0 ? [] : [{ resource: right.resource, scope }]
  })
}

/** The bare scope name, or with its API where two APIs have a scope of that name. */
function toValue(right: Right, name: string, rights: Rights): string {
  const shared = rights.some((other) => other.resource !== right.resource && other.scope.includes(name))
  return shared ? fullValue(right, name) : name
}

/** Names scope and API: no scope name has a space (RFC 6749 §3.3). */
function fullValue({ resource }: Right, name: string): string {
  return `${name} ${resource}`
}

/** Names the right to be the API's audience: it is asked only if no scope is, so no scope of that name is in the way. */
function audienceValue({ resource }: Right): string {
  return `audience ${resource}`
}
