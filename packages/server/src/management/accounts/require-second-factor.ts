import type { Management } from '../management.ts'
import type { AccountEntry } from '../ports.ts'
import { findAccount } from './find-account.ts'

/**
 * Sets whether an account requires a second factor from its next login on. Its sessions continue.
 * @throws ManagementError if the account does not exist
 */
export async function requireSecondFactor(
  username: string,
  required: boolean,
  { store, actor }: Management,
): Promise<AccountEntry> {
  const account = await findAccount(username, store)
  await store.change((writes) => writes.setSecondFactorRequired(account.normalizedUsername, required), actor)
  return account
}
