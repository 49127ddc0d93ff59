import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Lets the lines of tokens that come from one key be found. */
export function linesOfAKey({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [schema.createIndex('token_family_authorization').on('token_family').columns(['authorization_id'])]
}
