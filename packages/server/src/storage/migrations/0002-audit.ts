import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Creates the tables of the audit log. The previous release neither reads nor writes them, so it can run alongside. */
export function audit({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema
      .createTable('audit_chain')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('number', 'bigint', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('swept_number', 'bigint', (c) => c.notNull())
      .addColumn('swept_hash', 'text', (c) => c.notNull())
      .addColumn('closed', 'integer', (c) => c.notNull())
      .addColumn('named', 'integer', (c) => c.notNull())
      .addColumn('mac', 'text', (c) => c.notNull()),
    schema
      .createTable('audit')
      .addColumn('chain', 'text', (c) => c.notNull())
      .addColumn('number', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('type', 'text', (c) => c.notNull())
      .addColumn('actor', 'text')
      .addColumn('client_id', 'text')
      .addColumn('account_id', 'text')
      .addColumn('authorization_id', 'text')
      .addColumn('address', 'text')
      .addColumn('request_id', 'text')
      .addColumn('detail', 'text')
      .addColumn('previous', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('audit_key', ['chain', 'number']),
    schema.createIndex('audit_at').on('audit').columns(['at']),
  ]
}
