import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds the times before which tokens of a client, an account or an API are revoked, the second secret of a client
 * during rotation, and the origin of refresh token uses. The previous release leaves all of them empty.
 */
export function revocation({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema.alterTable('client').addColumn('valid_after', 'bigint'),
    schema.alterTable('client').addColumn('own_valid_after', 'bigint'),
    schema.alterTable('client').addColumn('previous_secret_hash', 'text'),
    schema.alterTable('client').addColumn('previous_secret_until', 'bigint'),
    schema.alterTable('account').addColumn('valid_after', 'bigint'),
    schema.alterTable('api').addColumn('valid_after', 'bigint'),
    schema.alterTable('token_family').addColumn('used_from', 'text'),
    schema
      .createTable('tombstone')
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('removed_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('tombstone_key', ['kind', 'id']),
  ]
}
