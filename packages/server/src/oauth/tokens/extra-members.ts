import type { JsonObject } from '../grant-context.ts'

/**
 * Refuses members that a grant adds under a name that belongs to the server. That is a fault of the grant and not of the
 * request, so the request fails as a whole and leaves nothing behind.
 */
export function refuseReserved(extra: JsonObject | undefined, reserved: ReadonlySet<string>, kind: string): void {
  if (extra === undefined) return
  const name = Object.keys(extra).find((one) => reserved.has(one))
  if (name !== undefined) throw new Error(`a grant may not set the ${kind} ${name}: the server sets it`)
}
