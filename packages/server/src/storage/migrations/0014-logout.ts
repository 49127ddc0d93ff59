import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds the clients that take part in a session, and the logout tokens that are still to be delivered. An earlier release
 * fills neither: clients learn nothing of its logouts.
 */
export function logout({ schema }: Kysely<Schema>): readonly Compilable[] {
  const index = (name: string, on: string, columns: string[]) => schema.createIndex(name).on(on).columns(columns)
  return [
    schema
      .createTable('session_client')
      .addColumn('sid', 'text', (c) => c.notNull())
      .addColumn('client_id', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('back_channel', 'integer', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('session_client_key', ['sid', 'client_id']),
    index('session_client_account', 'session_client', ['account_id']),
    index('session_client_end', 'session_client', ['expires_at']),
    schema
      .createTable('logout_delivery')
      .addColumn('sid', 'text', (c) => c.notNull())
      .addColumn('client_id', 'text', (c) => c.notNull())
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('logout_delivery_key', ['sid', 'client_id']),
    index('logout_delivery_due', 'logout_delivery', ['due_at']),
    index('logout_delivery_client', 'logout_delivery', ['client_id', 'due_at']),
  ]
}
