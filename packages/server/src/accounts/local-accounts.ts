import { readImportedHash } from './imported-hashes/index.ts'
import { type AccountStore, type Accounts, HasherBusy, type PasswordHasher, type StoredAccount } from './ports.ts'
import { normalizeUsername } from './username.ts'

/**
 * Lets the accounts of the database log in, each with its password. A password whose hash was imported from another server is
 * hashed again when its user first logs in.
 */
export function createLocalAccounts(
  store: AccountStore,
  hasher: Pick<PasswordHasher, 'hash' | 'verify'>,
): Accounts<StoredAccount> {
  /** Accounts whose password was hashed again while they logged in, as they are now. */
  const rehashed = new WeakMap<StoredAccount, StoredAccount>()

  async function rehash(account: StoredAccount, before: string, password: string): Promise<void> {
    const isReplaced = await store.rehash(account.id, before, await hasher.hash(password))
    const current = await store.findByUsername(normalizeUsername(account.username))
    if (current?.id !== account.id) return
    // Another login of the same user may have been faster; a new password may have been set instead.
    const isRight = isReplaced || (await hasher.verify(current.passwordHash, password))
    if (isRight) rehashed.set(account, current)
  }

  return {
    findByUsername: (username) => store.findByUsername(username),
    findByName: (name) => store.findByName(name),
    async verifyPassword(account, password, origin) {
      const hash = account?.passwordHash
      const isRight = await hasher.verify(hash, password, origin)
      if (isRight && account !== undefined && hash !== undefined && readImportedHash(hash) !== undefined) {
        await rehash(account, hash, password).catch((error: unknown) => {
          // The next login will do.
          if (!(error instanceof HasherBusy)) throw error
        })
      }
      return isRight
    },
    enroll: async (account) => rehashed.get(account) ?? account,
  }
}
