import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds the context of a grant, as JSON, to codes, token families and opaque access tokens. Earlier releases leave it
 * empty and keep the time of the login in `authenticated_at`, which newer releases write too.
 */
export function grantContext({ schema }: Kysely<Schema>): readonly Compilable[] {
  return ['code', 'token_family', 'access_token'].map((table) => schema.alterTable(table).addColumn('context', 'text'))
}
