import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Records the file that an API, a client or an account came from, and a fingerprint for each of its lines. The previous
 * release leaves both unchanged; `source_members` names the fingerprint of the complete entry it belongs to.
 */
export function originOfEntries({ schema }: Kysely<Schema>): readonly Compilable[] {
  return ['api', 'client', 'account'].flatMap((table) => [
    schema.alterTable(table).addColumn('source_file', 'text'),
    schema.alterTable(table).addColumn('source_members', 'text'),
  ])
}
