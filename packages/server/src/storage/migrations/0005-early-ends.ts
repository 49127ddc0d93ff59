import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds to an authorization the rights that expire before it, and the redirect URI it was granted at. Earlier releases
 * leave both empty and ignore them: while one still runs, it accepts such a right until the authorization itself
 * expires.
 */
export function earlyEnds({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema.alterTable('authorization').addColumn('early_ends', 'text'),
    schema.alterTable('authorization').addColumn('redirect_uri', 'text'),
  ]
}
