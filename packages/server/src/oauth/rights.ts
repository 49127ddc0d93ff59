import { intersect, isWithin, type Scope, union } from '@valetkey/protocol'
import { withoutClaims } from './identity-scopes.ts'

/**
 * What may be done at one API. To be the audience of a token is a right by itself: an empty scope grants that and no more.
 * A right with scope names includes it, and is lost with the last of them.
 */
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

/** Lists every scope name in `rights`, for the `scope` of a response. */
export function scopeOf(rights: Rights): Scope {
  return withoutClaims(
    rights.length === 1 && rights[0] ? rights[0].scope : union(...rights.map((right) => right.scope)),
  )
}

/** Checks whether `whole` holds every right of `part`: each API as audience, and each scope there. */
export function covers(whole: Rights, part: Rights): boolean {
  return part.every((right) => {
    const held = whole.find((other) => other.resource === right.resource)
    return held !== undefined && isWithin(right.scope, held.scope)
  })
}

/**
 * Keeps what both hold. An API that one of them lacks is left out, and so is one at which both hold scopes but none in
 * common: neither side grants the bare audience then.
 */
export function commonRights(a: Rights, b: Rights): Rights {
  return a.flatMap((right) => {
    const other = b.find((held) => held.resource === right.resource)
    if (other === undefined) return []
    const scope = intersect(right.scope, other.scope)
    const isBareAudience = right.scope.length === 0 || other.scope.length === 0
    return scope.length > 0 || isBareAudience ? [{ resource: right.resource, scope }] : []
  })
}

/** Keeps what `rights` hold and `without` lacks: an API that `without` lacks stays, with an empty scope too. */
export function rightsBeyond(rights: Rights, without: Rights): Rights {
  return rights.flatMap(({ resource, scope }) => {
    const held = without.find((other) => other.resource === resource)
    if (held === undefined) return [{ resource, scope }]
    const beyond = scope.filter((name) => !held.scope.includes(name))
    return beyond.length === 0 ? [] : [{ resource, scope: beyond }]
  })
}

/** Joins rights API by API. */
export function joinRights(...all: readonly Rights[]): Rights {
  const rights = all.flat()
  if (rights.length < 2) return rights
  const joined = new Map<string, Scope>()
  for (const { resource, scope } of rights) joined.set(resource, union(joined.get(resource) ?? [], scope))
  return [...joined].map(([resource, scope]) => ({ resource, scope }))
}
