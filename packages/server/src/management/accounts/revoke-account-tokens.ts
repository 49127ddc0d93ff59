import type { Management } from '../management.ts'
import type { AccountEntry } from '../ports.ts'
import { findAccount } from './find-account.ts'

/**
 * Revokes every token, code and session of an account that was issued until now; its authorizations stay.
 * @throws ManagementError if the account does not exist
 */
export async function revokeAccountTokens(username: string, { store, now, actor }: Management): Promise<AccountEntry> {
  const account = await findAccount(username, store)
  await store.change((writes) => writes.revokeAccountTokens(account.normalizedUsername, now), actor)
  return account
}
