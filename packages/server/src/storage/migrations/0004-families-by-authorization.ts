import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Indexes token families by authorization. */
export function familiesByAuthorization({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [schema.createIndex('token_family_authorization').on('token_family').columns(['authorization_id'])]
}
