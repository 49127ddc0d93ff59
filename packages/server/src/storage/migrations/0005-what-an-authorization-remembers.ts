import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * Adds to an authorization which of its rights end before it does, and the redirect URI at which it was given. The
 * releases before leave both empty and ignore them: while one still runs, a right of an authorization that a newer
 * release wrote lasts there until the authorization ends.
 */
export function whatAnAuthorizationRemembers({ schema }: Kysely<Schema>): readonly Compilable[] {
  return [
    schema.alterTable('authorization').addColumn('early_ends', 'text'),
    schema.alterTable('authorization').addColumn('redirect_uri', 'text'),
  ]
}
