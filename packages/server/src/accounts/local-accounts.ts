import type { AccountStore, Accounts, PasswordHasher, StoredAccount } from './ports.ts'

/** Lets the accounts of the database log in, each with its password. */
export function createLocalAccounts(
  store: AccountStore,
  hasher: Pick<PasswordHasher, 'verify'>,
): Accounts<StoredAccount> {
  return {
    findByUsername: (username) => store.findByUsername(username),
    verifyPassword: (account, password, origin) => hasher.verify(account?.passwordHash, password, origin),
    enroll: async () => true,
  }
}
