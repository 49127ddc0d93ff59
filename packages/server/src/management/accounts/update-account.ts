import type { Management } from '../management.ts'
import type { AccountEntry } from '../ports.ts'
import { checkAccount } from './check-account.ts'
import { findAccount } from './find-account.ts'

/**
 * Changes claims of an account: members that are left out stay, an empty text removes one. Another e-mail address is not
 * verified unless the change says so.
 * @throws ManagementError if a member is invalid or the account does not exist
 */
export async function updateAccount(
  username: string,
  change: Readonly<Record<string, unknown>>,
  { store, now, actor }: Management,
): Promise<AccountEntry> {
  return store.change(async (writes) => {
    const account = await findAccount(username, writes)
    const { email_verified: verified, ...rest } = account.claims
    const before = change.email === undefined && verified !== undefined ? { ...rest, email_verified: verified } : rest
    const claims = Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''))
    checkAccount({ username: account.username, ...claims })
    const changed = { ...account, claims }
    await writes.putAccount(changed, now)
    return changed
  }, actor)
}
