import type { PasswordHasher } from '../../accounts/ports.ts'
import type { AccountConfig } from '../../config/schema.ts'
import { toAccountEntry } from '../apply/apply.ts'
import type { Adding } from '../management.ts'
import { ManagementError } from '../management-error.ts'
import type { AccountEntry } from '../ports.ts'
import { checkAccount } from './check-account.ts'

export interface AddAccountOptions extends Adding {
  readonly hasher: Pick<PasswordHasher, 'hash'>
  readonly random: (bytes: number) => string
}

/** Adds an account. @throws ManagementError if a member is invalid or the username is taken */
export async function addAccount(account: AccountConfig, options: AddAccountOptions): Promise<AccountEntry> {
  const { store, now, actor, source, hasher, random } = options
  const entry = await toAccountEntry(checkAccount(account), { source, digest: undefined }, { hasher, random })
  await store.change(async (writes) => {
    if ((await writes.findAccount(entry.normalizedUsername)) !== undefined) {
      throw new ManagementError('conflict', [
        { what: `account ${account.username} already exists`, fix: 'set-password changes its password' },
      ])
    }
    await writes.putAccount(entry, now)
  }, actor)
  return entry
}
