import { setAccountDisabled } from '../../management/accounts/set-account-disabled.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError */
export async function setDisabled(username: string, disabled: boolean, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning: store, now }) => {
    const before = await setAccountDisabled(username, disabled, { store, now })
    const data = { username: before.username, disabled }
    const state = disabled ? 'disabled' : 'enabled'
    if (before.disabled === disabled) return { text: `account ${before.username} is already ${state}`, data }
    const meaning = disabled ? 'logins and all its tokens are refused' : 'it can log in again'
    return { text: `${state} account ${before.username}: ${meaning}`, data }
  })
}
