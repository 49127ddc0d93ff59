import type { Management } from '../management.ts'
import type { AccountEntry } from '../ports.ts'
import { findAccount } from './find-account.ts'

/**
 * Removes an account with its sessions, authorizations and tokens. An account with very many authorizations is disabled first,
 * and these are removed in several transactions. After an interruption, the same call completes the removal.
 * @throws ManagementError if it does not exist
 */
export async function removeAccount(username: string, { store, actor }: Management): Promise<AccountEntry> {
  const account = await findAccount(username, store)
  const name = account.normalizedUsername
  await store.shrink({ accountId: account.id }, (writes) => writes.setAccountDisabled(name, true), actor)
  await store.change((writes) => writes.removeAccount(name), actor)
  return account
}
