import type { Rights } from '../../oauth/ports.ts'

/** Reads a column of rights that we wrote. */
export function toRights(text: string): Rights {
  return JSON.parse(text) as Rights // written by fromRights alone
}

/** Writes rights for a column. */
export function fromRights(rights: Rights): string {
  return JSON.stringify(rights)
}

/** Reads a moment that may be absent. */
export function toInstant(value: number | null): number | undefined {
  return value ?? undefined
}
