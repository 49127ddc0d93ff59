import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Indexes interactions by age and known browsers by account, so that their number can be limited. */
export function loginLimits({ schema }: Kysely<Schema>): readonly Compilable[] {
  const index = (name: string, on: string, columns: string[]) => schema.createIndex(name).on(on).columns(columns)
  return [
    schema.alterTable('interaction').addColumn('account_id', 'text'),
    schema.alterTable('interaction').addColumn('address_prefix', 'text'),
    index('interaction_account', 'interaction', ['account_id', 'expires_at']),
    index('interaction_address', 'interaction', ['address_prefix', 'expires_at']),
    index('known_browser_account', 'known_browser', ['account_id', 'last_login_at']),
  ]
}
