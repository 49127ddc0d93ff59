import type { Compilable, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Lists the statements of a step. */
export type Migration = (db: Kysely<Schema>) => readonly Compilable[]

/** A step of the schema, forward only; its number is its position in the list. */
export interface MigrationStep {
  readonly name: string
  /**
   * The oldest schema whose release can run alongside this step: its direct predecessor if the step only adds what the
   * older release neither reads nor has to fill. A step that removes something names the release that stopped using it.
   */
  readonly oldestCompatible: number
  readonly load: () => Promise<Migration>
}

/** The steps in order; each module is loaded only if a database still needs it. */
export const migrations: readonly MigrationStep[] = [
  { name: 'foundation', oldestCompatible: 1, load: async () => (await import('./0001-foundation.ts')).foundation },
  { name: 'audit', oldestCompatible: 1, load: async () => (await import('./0002-audit.ts')).audit },
  {
    name: 'granting browser',
    oldestCompatible: 2,
    load: async () => (await import('./0003-granting-browser.ts')).grantingBrowser,
  },
  {
    name: 'token families by authorization',
    oldestCompatible: 2,
    load: async () => (await import('./0004-families-by-authorization.ts')).familiesByAuthorization,
  },
  {
    name: 'early ends of an authorization',
    oldestCompatible: 2,
    load: async () => (await import('./0005-early-ends.ts')).earlyEnds,
  },
  {
    name: 'limits of logins',
    oldestCompatible: 2,
    load: async () => (await import('./0006-login-limits.ts')).loginLimits,
  },
  {
    name: 'revocation',
    oldestCompatible: 2,
    load: async () => (await import('./0007-revocation.ts')).revocation,
  },
  {
    name: 'origin of entries',
    oldestCompatible: 2,
    load: async () => (await import('./0008-origin-of-entries.ts')).originOfEntries,
  },
  {
    name: 'context of a grant',
    oldestCompatible: 2,
    load: async () => (await import('./0009-grant-context.ts')).grantContext,
  },
  {
    name: 'context of a login',
    oldestCompatible: 2,
    load: async () => (await import('./0010-login-context.ts')).loginContext,
  },
  {
    name: 'changes of an account',
    oldestCompatible: 2,
    load: async () => (await import('./0011-account-changes.ts')).accountChanges,
  },
  {
    name: 'used client assertions',
    oldestCompatible: 2,
    load: async () => (await import('./0012-used-assertion.ts')).usedAssertion,
  },
  {
    name: 'dynamic registration',
    oldestCompatible: 2,
    load: async () => (await import('./0013-dynamic-registration.ts')).dynamicRegistration,
  },
  { name: 'logout', oldestCompatible: 2, load: async () => (await import('./0014-logout.ts')).logout },
  {
    name: 'my account',
    oldestCompatible: 2,
    load: async () => (await import('./0015-my-account.ts')).myAccount,
  },
]
