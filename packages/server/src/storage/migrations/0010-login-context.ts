import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds the version of an account's credentials and the login context to a session. Earlier releases leave both empty:
 * they compare the password hash, which is part of the version.
 */
export function loginContext({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema.alterTable('account').addColumn('credentials_version', 'text'),
    schema.alterTable('session').addColumn('context', 'text'),
  ]
}
