import { normalizeUsername } from '../../accounts/username.ts'
import { ManagementError } from '../management-error.ts'
import { type AccountEntry, directoryKey, type ProvisioningStore } from '../ports.ts'

/** Finds an account by its username in any spelling, or a user of a directory by id. @throws ManagementError if there is none */
export async function findAccount(
  username: string,
  store: Pick<ProvisioningStore, 'findAccount'>,
): Promise<AccountEntry> {
  const found =
    (await store.findAccount(normalizeUsername(username))) ?? (await store.findAccount(directoryKey(username)))
  if (found !== undefined) return found
  throw new ManagementError('unknown', [
    { what: `account ${username} does not exist`, fix: 'valetkey account list shows all accounts' },
  ])
}
