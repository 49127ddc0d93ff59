import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** A step of the schema, forward only; its number is its place in the list. */
export type Migration = (db: Kysely<Schema>) => readonly Compilable[]

/** Lists the migrations in their order; each is loaded only where a database still needs it. */
export const migrations: readonly (() => Promise<Migration>)[] = [
  async () => (await import('./0001-foundation.ts')).foundation,
  async () => (await import('./0002-audit.ts')).audit,
]
