import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds the version of an account's credentials and what is known of the login to a session. The releases before leave both
 * empty: they compare the password's hash, which is part of the version.
 */
export function loginContext({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema.alterTable('account').addColumn('credentials_version', 'text'),
    schema.alterTable('session').addColumn('context', 'text'),
  ]
}
