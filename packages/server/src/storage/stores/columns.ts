import type { EarlyEnd, Rights } from '../../oauth/ports.ts'

/** Reads a column of rights that we wrote. */
export function toRights(text: string): Rights {
  return JSON.parse(text) as Rights // written by fromRights alone
}

/** Writes rights for a column. */
export function fromRights(rights: Rights): string {
  return JSON.stringify(rights)
}

/** Reads a column of early ends that we wrote. */
export function toEarlyEnds(text: string | null): readonly EarlyEnd[] {
  return text === null ? [] : (JSON.parse(text) as readonly EarlyEnd[]) // written by fromEarlyEnds alone
}

/** Writes early ends for a column. */
export function fromEarlyEnds(ends: readonly EarlyEnd[]): string | null {
  return ends.length === 0 ? null : JSON.stringify(ends)
}

/** Reads a moment that may be absent. */
export function toInstant(value: number | null): number | undefined {
  return value ?? undefined
}
