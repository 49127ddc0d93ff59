import type { Api } from '../oauth/api.ts'
import { findApi } from '../oauth/api.ts'
import type { Right, Rights } from '../oauth/rights.ts'

/** A right as a page shows it. */
export interface RightView {
  /** What its checkbox sends. */
  readonly value: string
  readonly name: string
  readonly description: string | undefined
}

/** An API as a page shows it, with some of its rights. */
export interface ApiView {
  readonly name: string
  readonly resource: string
  /** Seconds until the API feels that a key was taken back: none where it asks each time. */
  readonly revocationDelaySeconds: number
  readonly rights: readonly RightView[]
}

/** Shows rights API by API, in words and in the order in which each API names them. */
export function toApiViews(rights: Rights, apis: readonly Api[], accessTokenSeconds: number): readonly ApiView[] {
  return rights.map((right) => {
    const api = findApi(apis, right.resource)
    const place = (name: string) => api?.scopes.findIndex((scope) => scope.name === name) ?? 0
    return {
      name: api?.name ?? right.resource,
      resource: right.resource,
      revocationDelaySeconds: api?.tokenFormat === 'opaque' ? 0 : (api?.accessTokenLifetime ?? accessTokenSeconds),
      rights: right.scope
        .toSorted((one, other) => place(one) - place(other))
        .map((name) => ({
          value: toValue(right, name, rights),
          name,
          description: api?.scopes.find((scope) => scope.name === name)?.description || undefined,
        })),
    }
  })
}

/** Reads which of the rights that a page showed were left ticked. */
export function toTicked(shown: Rights, values: readonly string[]): Rights {
  return shown
    .map((right) => ({
      resource: right.resource,
      scope: right.scope.filter((name) => values.includes(toValue(right, name, shown))),
    }))
    .filter((right) => right.scope.length > 0)
}

/** The bare scope name, or with its API where two APIs have a scope of that name. */
function toValue(right: Right, name: string, rights: Rights): string {
  const shared = rights.some((other) => other.resource !== right.resource && other.scope.includes(name))
  return shared ? `${name} ${right.resource}` : name
}
