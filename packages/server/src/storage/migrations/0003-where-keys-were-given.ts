import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Adds to a key in which browser it was given. The release before leaves it empty. */
export function whereKeysWereGiven({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [schema.alterTable('authorization').addColumn('user_agent', 'text')]
}
