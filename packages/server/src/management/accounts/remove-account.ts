import type { Management } from '../management.ts'
import type { AccountEntry } from '../ports.ts'
import { findAccount } from './find-account.ts'

/** Removes an account with its sessions, authorizations and tokens. @throws ManagementError if it does not exist */
export async function removeAccount(username: string, { store, actor }: Management): Promise<AccountEntry> {
  const account = await findAccount(username, store)
  await store.change((writes) => writes.removeAccount(account.normalizedUsername), actor)
  return account
}
