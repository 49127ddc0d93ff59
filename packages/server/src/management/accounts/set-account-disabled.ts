import type { Management } from '../management.ts'
import type { AccountEntry } from '../ports.ts'
import { findAccount } from './find-account.ts'

/**
 * Disables an account, so that logins and all its tokens are refused, or enables it again.
 * @returns the account as it was before
 * @throws ManagementError if the account does not exist
 */
export async function setAccountDisabled(
  username: string,
  disabled: boolean,
  { store, actor }: Management,
): Promise<AccountEntry> {
  const account = await findAccount(username, store)
  if (account.disabled === disabled) return account
  await store.change((writes) => writes.setAccountDisabled(account.normalizedUsername, disabled), actor)
  return account
}
