import type { Instant } from './ports.ts'
import { type Right, type Rights, scopeAt } from './rights.ts'

/** Names scopes at one API, or its bare audience, that end before the authorization that holds them. */
export interface EarlyEnd extends Right {
  readonly endsAt: Instant
}

/** Rights of which each has its own end. */
export interface ExpiringRights {
  readonly rights: Rights
  /** When the last right ends; undefined: when it is revoked. */
  readonly endsAt: Instant | undefined
  /** The rights that end before `endsAt`. */
  readonly earlyEnds: readonly EarlyEnd[]
}

/** Returns the rights that are in effect at a moment. Every reader of an authorization asks this, and never reads `rights`. */
export function rightsAt(held: ExpiringRights, now: Instant): Rights {
  if ((held.endsAt ?? Infinity) <= now) return []
  if (held.earlyEnds.length === 0) return held.rights
  return held.rights.flatMap((right) => {
    if (endOfAudience(held, right) <= now) return []
    const scope = right.scope.filter((name) => endOfScope(held, right.resource, name) > now)
    return [{ resource: right.resource, scope }]
  })
}

/** Returns when the first of some rights ends, of those that `held` holds; `Infinity` if none does. */
export function firstEnd(held: ExpiringRights, rights: Rights): Instant {
  const end = held.endsAt ?? Infinity
  if (held.earlyEnds.length === 0) return end
  return Math.min(end, ...atomsOf(rights).map((atom) => endOf(held, atom)))
}

/** Returns when one scope, or the bare audience, ends by itself; undefined if it lasts as long as all of `held`. */
export function earlyEnd(held: ExpiringRights, resource: string, scope: string | undefined): Instant | undefined {
  const end = endOf(held, { resource, scope })
  return end < (held.endsAt ?? Infinity) ? end : undefined
}

/**
 * Puts rights together from what holds them. Each keeps the latest end that one of the holders gives it, and none lasts
 * longer than `limit`.
 */
export function gatherRights(
  rights: Rights,
  holders: readonly ExpiringRights[],
  limit: Instant = Infinity,
): ExpiringRights {
  const ends = atomsOf(rights).map((atom) => ({
    atom,
    endsAt: Math.min(limit, Math.max(...holders.map((holder) => endOf(holder, atom)))),
  }))
  const ownEnds = ends.length === 0 ? holders.map((holder) => holder.endsAt ?? Infinity) : ends.map((one) => one.endsAt)
  const last = Math.min(limit, Math.max(...ownEnds))
  return {
    rights,
    endsAt: last === Infinity ? undefined : last,
    earlyEnds: ends
      .filter(({ endsAt }) => endsAt < last)
      .map(({ atom: { resource, scope }, endsAt }) => ({
        resource,
        scope: scope === undefined ? [] : [scope],
        endsAt,
      })),
  }
}

/** One scope at one API, or with no scope its bare audience. */
interface Atom {
  readonly resource: string
  readonly scope: string | undefined
}

function atomsOf(rights: Rights): readonly Atom[] {
  return rights.flatMap(({ resource, scope }): readonly Atom[] =>
    scope.length === 0 ? [{ resource, scope: undefined }] : scope.map((name) => ({ resource, scope: name })),
  )
}

/** Returns when an atom ends; `-Infinity` where `held` does not hold it. */
function endOf(held: ExpiringRights, { resource, scope }: Atom): Instant {
  const right = held.rights.find((one) => one.resource === resource)
  if (right === undefined) return -Infinity
  if (scope === undefined) return endOfAudience(held, right)
  return scopeAt(held.rights, resource).includes(scope) ? endOfScope(held, resource, scope) : -Infinity
}

/** The audience lasts as long as the last scope there. */
function endOfAudience(held: ExpiringRights, { resource, scope }: Right): Instant {
  if (scope.length === 0) return endOfScope(held, resource, undefined)
  return Math.max(...scope.map((name) => endOfScope(held, resource, name)))
}

function endOfScope({ endsAt, earlyEnds }: ExpiringRights, resource: string, name: string | undefined): Instant {
  const own = earlyEnds.filter(
    (one) => one.resource === resource && (name === undefined ? one.scope.length === 0 : one.scope.includes(name)),
  )
  return Math.min(endsAt ?? Infinity, ...own.map((one) => one.endsAt))
}
