import { createAuditKey } from '../../audit/audit-key.ts'
import { standardFeatures } from '../../oauth/features.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { AccessToken, Authorization, Code, TokenFamily } from '../../oauth/ports.ts'
import { random } from '../../secrets/random.ts'
import { createServerSecret } from '../../secrets/server-secret.ts'
import type { Database } from '../database.ts'
import { createAccountDataStore } from '../stores/account-data.ts'
import { versionOf } from '../stores/accounts.ts'
import { createAdminAudit } from '../stores/audit/audit.ts'
import { createCatalog } from '../stores/catalog.ts'
import { createInteractionStore } from '../stores/interactions.ts'
import { createLogoutOutbox } from '../stores/logout-outbox.ts'
import { createOAuthStores } from '../stores/oauth-stores.ts'
import { createOwnAccountStore } from '../stores/own-account.ts'
import { createOwnerAuthorizations } from '../stores/owner-authorizations.ts'
import { createProvisioningStore } from '../stores/provisioning.ts'
import { createSessionStore } from '../stores/sessions.ts'

/** The current time of these tests. */
export const now = 1_800_000_000_000

export const testAuditKey = createAuditKey(createServerSecret('a secret for tests and for nothing else'))

/** Rights of a test authorization. */
export const rights = [{ resource: 'https://contacts.example.com', scope: ['read', 'create'] }]

/** Creates all stores on one connection to a database. */
export function createStores(database: Database) {
  const catalog = createCatalog(database, standardFeatures)
  const logoutOutbox = createLogoutOutbox(database)
  const adminAudit = createAdminAudit(
    () => testAuditKey,
    'a test',
    () => now,
  )
  return {
    oauth: createOAuthStores(database, catalog),
    catalog,
    ownAccounts: createOwnAccountStore(database, logoutOutbox),
    accountData: createAccountDataStore(database, logoutOutbox, adminAudit),
    provisioning: createProvisioningStore(database, adminAudit),
    sessions: createSessionStore(database, catalog, logoutOutbox),
    interactions: createInteractionStore(database),
    ownerAuthorizations: createOwnerAuthorizations(database, catalog),
  }
}

export type Stores = ReturnType<typeof createStores>

/** The password hash of the accounts below. */
export const passwordHash = 'of the first password'

/** Returns the credentials version of an account with only a password. */
export function versionOfPassword(hash: string): string {
  return versionOf({ password_hash: hash, credentials_version: null })
}

/** Writes the accounts and clients of the entries below. */
export async function seed({ provisioning }: Stores): Promise<void> {
  await provisioning.change(async (writes) => {
    for (const name of ['alice', 'bob']) {
      const account = { id: name, username: name, normalizedUsername: name, claims: {}, disabled: false }
      await writes.putAccount({ ...account, passwordHash, source: 'file', digest: undefined }, now)
    }
    for (const client_id of ['web', 'other']) {
      const entry = { registration: { client_id }, secretHash: undefined, source: 'file', digest: undefined } as const
      await writes.putClient(entry, now)
    }
  })
}

export function newAuthorization(change: Partial<Authorization> = {}): Authorization {
  const given = { rights, createdAt: now, endsAt: undefined, earlyEnds: [], remembered: true, redirectUri: undefined }
  return { id: random(16), accountId: 'alice', clientId: 'web', ...given, ...change }
}

/** Creates an unused code. */
export function newCode(change: Partial<Code> = {}): Code {
  return {
    hash: hashSecret('code', random(32)),
    clientId: 'web',
    accountId: 'alice',
    authorizationId: random(16),
    familyId: random(16),
    rights,
    redirectUri: 'https://app.example.com/callback',
    redirectUriSent: true,
    codeChallenge: 'a'.repeat(43),
    context: { authenticatedAt: now },
    expiresAt: now + 60_000,
    ...change,
  }
}

export function newFamily(change: Partial<TokenFamily> = {}): TokenFamily {
  return {
    id: random(16),
    clientId: 'web',
    accountId: 'alice',
    authorizationId: random(16),
    rights,
    context: { authenticatedAt: now },
    generation: 0,
    rotatedAt: now,
    expiresAt: now + 1_000_000,
    revoked: false,
    usedFrom: undefined,
    ...change,
  }
}

export function newToken(change: Partial<AccessToken> = {}): AccessToken {
  return {
    hash: hashSecret('access_token', random(32)),
    id: random(16),
    clientId: 'web',
    accountId: 'alice',
    authorizationId: undefined,
    familyId: undefined,
    rights,
    issuedAt: now,
    expiresAt: now + 600_000,
    context: undefined,
    claims: undefined,
    ...change,
  }
}

export function newSession(hash: string) {
  const [accountId, browserHash, userAgent] = ['alice', 'b1', 'x']
  const times = { authenticatedAt: now, lastSeenAt: now, expiresAt: now + 1000 }
  return { hash, accountId, browserHash, userAgent, ...times, context: { amr: ['pwd'], sid: `of ${hash}` } }
}
