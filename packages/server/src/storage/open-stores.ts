import type { Database } from './database.ts'
import { createAccountDataStore } from './stores/account-data.ts'
import { createAccountEmails } from './stores/account-emails.ts'
import { createAccountStore } from './stores/accounts.ts'
import { type AuditKey, createAdminAudit } from './stores/audit/audit.ts'
import { createCatalog } from './stores/catalog.ts'
import { createDynamicClientStore } from './stores/dynamic-clients.ts'
import { createInteractionStore } from './stores/interactions.ts'
import { createLogoutOutbox } from './stores/logout-outbox.ts'
import { createMailStore } from './stores/mail.ts'
import { createOAuthStores } from './stores/oauth-stores.ts'
import { createOneTimeLinkStore } from './stores/one-time-links.ts'
import { createOwnAccountStore } from './stores/own-account.ts'
import { createOwnerAuthorizations } from './stores/owner-authorizations.ts'
import { createPasskeyStore } from './stores/passkeys.ts'
import { createProvisioningStore } from './stores/provisioning.ts'
import { createSecondFactorStore } from './stores/second-factors.ts'
import { createSessionStore } from './stores/sessions.ts'
import { createSignUpStore } from './stores/sign-ups.ts'
import { createSigningKeyStore } from './stores/signing-keys.ts'
import { createUpstreamStore } from './stores/upstream-identities.ts'

export interface OpenStoresOptions {
  readonly features: Parameters<typeof createCatalog>[1]
  readonly auditKey: AuditKey
  readonly clock: () => number
  readonly random: (bytes: number) => string
}

export type Stores = ReturnType<typeof openStores>

/** Creates the stores of a server on one database; nothing is read until a store is used. */
export function openStores(database: Database, { features, auditKey, clock, random }: OpenStoresOptions) {
  const catalog = createCatalog(database, features)
  const logoutOutbox = createLogoutOutbox(database)
  const actAs = (actor: string) => createAdminAudit(() => auditKey, actor, clock)
  const adminAudit = actAs('server')
  return {
    catalog,
    oauth: createOAuthStores(database, catalog),
    accounts: createAccountStore(database),
    accountEmails: createAccountEmails(database, random),
    sessions: createSessionStore(database, catalog, logoutOutbox),
    secondFactors: createSecondFactorStore(database, logoutOutbox),
    logoutOutbox,
    interactions: createInteractionStore(database),
    upstream: createUpstreamStore(database),
    mail: createMailStore(database),
    links: createOneTimeLinkStore(database),
    accountData: createAccountDataStore(database, logoutOutbox, adminAudit),
    ownAccounts: createOwnAccountStore(database, logoutOutbox),
    ownerAuthorizations: createOwnerAuthorizations(database, catalog),
    signUps: createSignUpStore(database, random),
    signingKeys: createSigningKeyStore(database, adminAudit),
    passkeys: createPasskeyStore(database, logoutOutbox),
    provisioning: createProvisioningStore(database, actAs('configuration at start')),
    dynamicClients: createDynamicClientStore(database, catalog),
    /** Records the server's own background changes. */
    adminAudit,
  }
}
