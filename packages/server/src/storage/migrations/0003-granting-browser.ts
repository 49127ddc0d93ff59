import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Adds to an authorization the browser in which it was granted. The previous release leaves it empty. */
export function grantingBrowser({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [schema.alterTable('authorization').addColumn('user_agent', 'text')]
}
