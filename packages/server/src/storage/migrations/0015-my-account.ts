import { type Compilable, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds what users manage themselves: e-mail, one-time links, passkeys, second factors and logins elsewhere. An earlier
 * release fills none of it, and knows of no second factor: it must not serve logins once users have set one up.
 */
export function myAccount({ schema }: Kysely<Schema>): readonly Compilable[] {
  const index = (name: string, on: string, columns: string[]) => schema.createIndex(name).on(on).columns(columns)
  const ofAccount = (name: string) =>
    schema
      .createTable(name)
      .addColumn('account_id', 'text', (c) => c.notNull().references('account.id').onDelete('cascade'))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
  return [
    schema.alterTable('account').addColumn('normalized_email', 'text'),
    schema.alterTable('account').addColumn('delete_at', 'bigint'),
    schema.alterTable('account').addColumn('terms_version', 'text'),
    schema.alterTable('account').addColumn('terms_accepted_at', 'bigint'),
    index('account_email', 'account', ['normalized_email']),
    schema.createIndex('account_deletion').on('account').column('delete_at').where(sql`delete_at`, 'is not', null),
    schema.alterTable('account').addColumn('second_factor_required', 'integer'),
    schema.createIndex('audit_account').on('audit').columns(['account_id', 'at']).where('account_id', 'is not', null),
    schema.alterTable('session').addColumn('last_address', 'text'),
    schema
      .createTable('mail')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('account_id', 'text')
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('sealed', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('last_error', 'text')
      .addColumn('sent_at', 'bigint')
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
    index('mail_due', 'mail', ['due_at']),
    index('mail_end', 'mail', ['expires_at']),
    schema
      .createTable('one_time_link')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('purpose', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text', (c) => c.references('account.id').onDelete('cascade'))
      .addColumn('browser_hash', 'text')
      .addColumn('sealed', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('used_at', 'bigint'),
    index('one_time_link_account', 'one_time_link', ['account_id', 'purpose']),
    index('one_time_link_end', 'one_time_link', ['expires_at']),
    ofAccount('passkey')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('public_key', 'text', (c) => c.notNull())
      .addColumn('counter', 'bigint', (c) => c.notNull())
      .addColumn('transports', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('backed_up', 'integer', (c) => c.notNull())
      .addColumn('aaguid', 'text', (c) => c.notNull())
      .addColumn('last_used_at', 'bigint'),
    index('passkey_account', 'passkey', ['account_id']),
    ofAccount('totp')
      .addColumn('secret', 'text', (c) => c.notNull())
      .addColumn('last_step', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('totp_key', ['account_id']),
    ofAccount('recovery_code')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('used_at', 'bigint'),
    index('recovery_code_account', 'recovery_code', ['account_id']),
    schema
      .createTable('code_attempt')
      .addColumn('account_id', 'text', (c) => c.notNull().references('account.id').onDelete('cascade'))
      .addColumn('browser_hash', 'text', (c) => c.notNull())
      .addColumn('tries', 'integer', (c) => c.notNull())
      .addColumn('ends_at', 'bigint', (c) => c.notNull())
      .addColumn('day_tries', 'integer', (c) => c.notNull())
      .addColumn('day_ends_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('code_attempt_key', ['account_id', 'browser_hash']),
    index('code_attempt_end', 'code_attempt', ['day_ends_at']),
    ofAccount('trusted_device')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('user_agent', 'text', (c) => c.notNull())
      .addColumn('last_used_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull()),
    index('trusted_device_account', 'trusted_device', ['account_id']),
    index('trusted_device_end', 'trusted_device', ['expires_at']),
    ofAccount('upstream_identity')
      .addColumn('provider', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('claims', 'text', (c) => c.notNull())
      .addColumn('last_used_at', 'bigint')
      .addPrimaryKeyConstraint('upstream_identity_key', ['provider', 'subject']),
    index('upstream_identity_account', 'upstream_identity', ['account_id']),
  ]
}
