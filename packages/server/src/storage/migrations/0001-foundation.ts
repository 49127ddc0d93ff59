import type { Compilable, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Schema } from '../schema.ts'

/** Creates the tables of accounts, clients, APIs, authorizations and tokens. */
export function foundation(db: Kysely<Schema>): readonly Compilable[] {
  const { schema } = db
  const table = (name: string) => schema.createTable(name)
  const index = (name: string, on: string, columns: string[]) => schema.createIndex(name).on(on).columns(columns)
  return [
    table('setting')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull()),
    table('change')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('counter', 'bigint', (c) => c.notNull()),
    db.insertInto('change').values({ id: sql.lit(1), counter: sql.lit(0) }),
    table('signing_key')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('algorithm', 'text', (c) => c.notNull())
      .addColumn('private_key', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('active_from', 'bigint', (c) => c.notNull())
      .addColumn('removed_at', 'bigint'),
    table('api')
      .addColumn('identifier', 'text', (c) => c.primaryKey())
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('description', 'text', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('source_digest', 'text'),
    table('client')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('registration', 'text', (c) => c.notNull())
      .addColumn('secret_hash', 'text')
      .addColumn('allow_implicit', 'integer', (c) => c.notNull())
      .addColumn('allow_password', 'integer', (c) => c.notNull())
      .addColumn('disabled', 'integer', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('source_digest', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull()),
    index('client_source', 'client', ['source']),
    table('account')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('username', 'text', (c) => c.notNull())
      .addColumn('normalized_username', 'text', (c) => c.notNull().unique())
      .addColumn('password_hash', 'text')
      .addColumn('claims', 'text', (c) => c.notNull())
      .addColumn('disabled', 'integer', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('source_digest', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull()),
    index('account_source', 'account', ['source']),
    table('session')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('account_id', 'text', (c) => c.notNull().references('account.id').onDelete('cascade'))
      .addColumn('browser_hash', 'text', (c) => c.notNull())
      .addColumn('user_agent', 'text', (c) => c.notNull())
      .addColumn('authenticated_at', 'bigint', (c) => c.notNull())
      .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
    index('session_account', 'session', ['account_id']),
    index('session_end', 'session', ['expires_at']),
    table('known_browser')
      .addColumn('browser_hash', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text', (c) => c.notNull().references('account.id').onDelete('cascade'))
      .addColumn('last_login_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('known_browser_key', ['browser_hash', 'account_id']),
    table('interaction')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('browser_hash', 'text', (c) => c.notNull())
      .addColumn('parameters', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
    index('interaction_end', 'interaction', ['expires_at']),
    table('authorization')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('account_id', 'text', (c) => c.notNull().references('account.id').onDelete('cascade'))
      .addColumn('client_id', 'text', (c) => c.notNull().references('client.id').onDelete('cascade'))
      .addColumn('rights', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('ends_at', 'bigint')
      .addColumn('remembered', 'integer', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .addColumn('last_used_at', 'bigint')
      .addColumn('use_count', 'bigint', (c) => c.notNull().defaultTo(0)),
    index('authorization_owner', 'authorization', ['account_id', 'client_id']),
    index('authorization_client', 'authorization', ['client_id']),
    index('authorization_end', 'authorization', ['ends_at']),
    table('code')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('client_id', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('authorization_id', 'text', (c) => c.notNull())
      .addColumn('family_id', 'text', (c) => c.notNull())
      .addColumn('rights', 'text', (c) => c.notNull())
      .addColumn('redirect_uri', 'text', (c) => c.notNull())
      .addColumn('redirect_uri_sent', 'integer', (c) => c.notNull())
      .addColumn('code_challenge', 'text')
      .addColumn('authenticated_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('used_at', 'bigint'),
    index('code_end', 'code', ['expires_at']),
    table('token_family')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('client_id', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('authorization_id', 'text', (c) => c.notNull())
      .addColumn('rights', 'text', (c) => c.notNull())
      .addColumn('authenticated_at', 'bigint', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('rotated_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint'),
    index('token_family_end', 'token_family', ['expires_at']),
    table('access_token')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('client_id', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text')
      .addColumn('authorization_id', 'text')
      .addColumn('family_id', 'text')
      .addColumn('rights', 'text', (c) => c.notNull())
      .addColumn('issued_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint'),
    index('access_token_end', 'access_token', ['expires_at']),
    table('revoked_jwt')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
    index('revoked_jwt_end', 'revoked_jwt', ['expires_at']),
  ]
}
