import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Adds the time of an account's last change, the claim `updated_at`. Earlier releases leave it as it was. */
export function accountChanges({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [schema.alterTable('account').addColumn('updated_at', 'bigint')]
}
