import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CredentialChange, Notice, StoredMail } from '../accounts/mail/mail.ts'
import { openDatabase } from './open-database.ts'
import { createAccountEmails } from './stores/account-emails.ts'
import { createMailStore } from './stores/mail.ts'
import { createOneTimeLinkStore } from './stores/one-time-links.ts'
import { createPasskeyStore } from './stores/passkeys.ts'
import { createSecondFactorStore } from './stores/second-factors.ts'
import { createUpstreamStore } from './stores/upstream-identities.ts'
import { onEachEngine } from './testing/engines.ts'
import { createStores, newSession, now, passwordHash, seed, versionOfPassword } from './testing/entries.ts'
import { openTables } from './testing/open-tables.ts'

const version = versionOfPassword(passwordHash)
const announcer = { announce: () => undefined }

const newMail = (id: string): StoredMail => ({
  id,
  accountId: 'alice',
  kind: 'notice',
  sealed: 'sealed',
  createdAt: now,
  dueAt: now,
  attempts: 0,
  lastError: undefined,
  expiresAt: now + 1000,
})

async function open(url: string) {
  const database = await openDatabase(url, now)
  const stores = createStores(database)
  await seed(stores)
  const all = {
    ...stores,
    mail: createMailStore(database),
    links: createOneTimeLinkStore(database),
    emails: createAccountEmails(database, () => 'made at random'),
    passkeys: createPasskeyStore(database, announcer),
    factors: createSecondFactorStore(database, announcer),
    upstream: createUpstreamStore(database),
  }
  for (const hash of ['a1', 'a2']) await stores.sessions.begin(newSession(hash), version, undefined)
  for (const purpose of ['recover', 'change-email']) {
    const link = { hash: purpose, purpose, accountId: 'alice', browserHash: undefined, sealed: '{}' }
    await all.links.add({ ...link, createdAt: now, expiresAt: now + 1000 }, 5)
  }
  return { database, all }
}

type All = Awaited<ReturnType<typeof open>>['all']

const passkey = (id: string) => ({
  ...{ id, accountId: 'alice', publicKey: 'key', counter: 0, transports: [], name: 'one' },
  ...{ isBackedUp: false, aaguid: '0', createdAt: now },
})
const challenge = (hash: string) => ({ hash, expiresAt: now + 1000 })
const identity = (subject: string) => ({ provider: 'example', subject, claims: {}, now })
const factor = (notice: Notice) => ({ accountId: 'alice', version: 'next', keptSession: 'a1', now, notice })
const totp = { sealed: 'secret', step: 1, recoveryHashes: ['c1', 'c2'] }

interface Change {
  /** Prepares what the change needs. */
  readonly before?: (all: All) => Promise<unknown>
  readonly make: (all: All, notice: Notice) => Promise<unknown>
}

/** Every change that the owner gets a notice about. A kind that is missing does not compile. */
const changes: Readonly<Record<CredentialChange | 'password-recovered', Change>> = {
  'password-changed': {
    make: ({ ownAccounts }, notice) =>
      ownAccounts.changePassword({
        ...{ id: 'alice', checkedVersion: version, passwordHash: 'new', version: 'next' },
        ...{ sessionHash: 'a1', notice },
      }),
  },
  'password-recovered': {
    make: ({ emails }, notice) => emails.recover({ hash: 'recover', version, now }, 'new', () => notice),
  },
  'email-changed': {
    before: ({ provisioning }) =>
      provisioning.change((writes) => {
        const claims = { email: 'alice@example.com' }
        const account = { id: 'alice', username: 'alice', normalizedUsername: 'alice', claims, passwordHash }
        return writes.putAccount({ ...account, disabled: false, source: 'command', digest: undefined }, now)
      }),
    make: ({ emails }, notice) =>
      emails.confirmEmail(
        { hash: 'change-email', purpose: 'change-email', version, now },
        'new@example.com',
        () => notice,
      ),
  },
  'passkey-added': {
    make: ({ passkeys }, notice) => passkeys.add(passkey('p1'), challenge('h1'), { most: 5, version: 'next', notice }),
  },
  'passkey-removed': {
    before: ({ passkeys }) =>
      passkeys.add(passkey('p1'), challenge('h1'), { most: 5, version: 'next', notice: undefined }),
    make: ({ passkeys }, notice) => passkeys.remove('p1', 'alice', { version: 'third', keptSession: 'a1', notice }),
  },
  'second-factor-added': { make: ({ factors }, notice) => factors.setUpTotp(factor(notice), totp) },
  'second-factor-removed': {
    before: ({ factors }) => factors.setUpTotp(factor(undefined), totp),
    make: ({ factors }, notice) => factors.remove({ ...factor(notice), version: 'third' }),
  },
  'recovery-codes-made': { make: ({ factors }, notice) => factors.replaceRecoveryCodes(factor(notice), ['c3']) },
  'recovery-code-used': {
    before: ({ factors }) => factors.setUpTotp(factor(undefined), totp),
    make: ({ factors }, notice) => factors.useRecoveryCode('alice', 'c1', now, notice),
  },
  'login-linked': {
    make: ({ upstream }, notice) => upstream.link(identity('s1'), 'alice', { credentialsVersion: 'next', notice }),
  },
  'login-unlinked': {
    before: ({ upstream }) => upstream.link(identity('s1'), 'alice', { credentialsVersion: 'next', notice: undefined }),
    make: ({ upstream }, notice) =>
      upstream.unlink('alice', identity('s1'), { credentialsVersion: 'third', notice, providers: [] }),
  },
  'deletion-requested': { make: ({ accountData }, notice) => accountData.requestDeletion('alice', now + 1, notice) },
  'deletion-cancelled': {
    before: ({ accountData }) => accountData.requestDeletion('alice', now + 1, undefined),
    make: ({ accountData }, notice) => accountData.cancelDeletion('alice', notice),
  },
}

await onEachEngine('notices', ({ name, create }) => {
  test(`${name}: a change of credentials and its notice are stored together or not at all`, async () => {
    for (const [kind, { before, make }] of Object.entries(changes)) {
      const url = create(kind.replaceAll('-', '_'))
      const { database, all } = await open(url)
      await before?.(all)
      await all.mail.add(newMail('taken'))
      const tables = await openTables(url, now)
      const stored = await tables.dump()
      // Its row cannot be added: there is one with its id.
      await assert.rejects(make(all, newMail('taken')), kind)
      assert.deepEqual(await tables.dump(), stored, `${kind}: nothing is half done`)
      assert.ok(await make(all, newMail('free')), kind)
      const after = await tables.dump()
      assert.match(after.get('mail') ?? '', /"free"/, kind)
      assert.notDeepEqual(new Map([...after, ['mail', '']]), new Map([...stored, ['mail', '']]), `${kind} happened`)
      await tables.close()
      await database.close()
    }
  })
})
