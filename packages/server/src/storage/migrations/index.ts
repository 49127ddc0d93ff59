import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Lists what a step of the schema does. */
export type Migration = (db: Kysely<Schema>) => readonly Compilable[]

/** A step of the schema, forward only; its number is its place in the list. */
export interface MigrationStep {
  readonly name: string
  /**
   * The oldest schema whose release runs on beside this step: its own predecessor as long as the step only adds what the
   * older release neither reads nor has to fill. A step that takes something away names the release that stopped to use it.
   */
  readonly oldestBeside: number
  readonly load: () => Promise<Migration>
}

/** Lists the steps in their order; each is loaded only where a database still needs it. */
export const migrations: readonly MigrationStep[] = [
  { name: 'foundation', oldestBeside: 1, load: async () => (await import('./0001-foundation.ts')).foundation },
  { name: 'audit', oldestBeside: 1, load: async () => (await import('./0002-audit.ts')).audit },
  {
    name: 'where keys were given',
    oldestBeside: 2,
    load: async () => (await import('./0003-where-keys-were-given.ts')).whereKeysWereGiven,
  },
  { name: 'lines of a key', oldestBeside: 2, load: async () => (await import('./0004-lines-of-a-key.ts')).linesOfAKey },
  {
    name: 'what an authorization remembers',
    oldestBeside: 2,
    load: async () => (await import('./0005-what-an-authorization-remembers.ts')).whatAnAuthorizationRemembers,
  },
  {
    name: 'limits of sign-in',
    oldestBeside: 2,
    load: async () => (await import('./0006-limits-of-sign-in.ts')).limitsOfSignIn,
  },
  {
    name: 'revocation',
    oldestBeside: 2,
    load: async () => (await import('./0007-revocation.ts')).revocation,
  },
  {
    name: 'origin of entries',
    oldestBeside: 2,
    load: async () => (await import('./0008-origin-of-entries.ts')).originOfEntries,
  },
  {
    name: 'context of a grant',
    oldestBeside: 2,
    load: async () => (await import('./0009-grant-context.ts')).grantContext,
  },
  {
    name: 'context of a login',
    oldestBeside: 2,
    load: async () => (await import('./0010-login-context.ts')).loginContext,
  },
]
