import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds initial access tokens, and to a client the hash of its registration access token and when it last got a token.
 * The previous release leaves all of them empty.
 */
export function dynamicRegistration({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema.alterTable('client').addColumn('registration_token_hash', 'text'),
    schema.alterTable('client').addColumn('last_used_at', 'bigint'),
    schema.createIndex('client_use').on('client').columns(['source', 'last_used_at', 'created_at']),
    schema
      .createTable('initial_access_token')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('hash', 'text', (c) => c.notNull().unique())
      .addColumn('uses_left', 'integer', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
    schema.createIndex('initial_access_token_expiry').on('initial_access_token').column('expires_at'),
  ]
}
