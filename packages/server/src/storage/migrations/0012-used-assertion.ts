import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Adds the client assertions that were used, until they expire. Earlier releases accept none. */
export function usedAssertion({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema
      .createTable('used_assertion')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
    schema.createIndex('used_assertion_end').on('used_assertion').columns(['expires_at']),
  ]
}
