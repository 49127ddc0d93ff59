import { intersect, isWithin, type Scope, union } from '@valetkey/protocol'

/** What may be done at one API. */
export interface Right {
  /** The API's identifier (RFC 8707). */
  readonly resource: string
  readonly scope: Scope
}

/** What may be done, API by API. */
export type Rights = readonly Right[]

/** Finds the scope that `rights` hold at one API. */
export function scopeAt(rights: Rights, resource: string): Scope {
  return rights.find((right) => right.resource === resource)?.scope ?? []
}

/** Lists every scope name in `rights`, for the `scope` of an answer. */
export function scopeOf(rights: Rights): Scope {
  return rights.length === 1 && rights[0] ? rights[0].scope : union(...rights.map((right) => right.scope))
}

/** Tells whether `whole` holds every right of `part`. */
export function covers(whole: Rights, part: Rights): boolean {
  return part.every((right) => {
    const held = whole.find((other) => other.resource === right.resource)
    return held !== undefined && isWithin(right.scope, held.scope)
  })
}

/** Keeps what both hold; an API that one of them lacks is left out. */
export function commonRights(a: Rights, b: Rights): Rights {
  return a.flatMap((right) => {
    const other = b.find((held) => held.resource === right.resource)
    return other ? [{ resource: right.resource, scope: intersect(right.scope, other.scope) }] : []
  })
}

/** Keeps what `rights` hold and `without` lacks; an API with nothing left is left out. */
export function rightsBeyond(rights: Rights, without: Rights): Rights {
  return rights
    .map(({ resource, scope }) => {
      const held = scopeAt(without, resource)
      return { resource, scope: scope.filter((name) => !held.includes(name)) }
    })
    .filter((right) => right.scope.length > 0)
}

/** Joins rights API by API. */
export function joinRights(...all: readonly Rights[]): Rights {
  const joined = new Map<string, Scope>()
  for (const { resource, scope } of all.flat()) joined.set(resource, union(joined.get(resource) ?? [], scope))
  return [...joined].map(([resource, scope]) => ({ resource, scope }))
}
