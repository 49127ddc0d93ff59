import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { findAccount } from './find.ts'

/** Shuts a person out, or lets them in again; says so where that is so already. */
export async function setDisabled(username: string, disabled: boolean, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const account = await findAccount(username, provisioning)
    const data = { username: account.username, disabled }
    const state = disabled ? 'disabled' : 'enabled'
    if (account.disabled === disabled) return { text: `account ${account.username} is ${state} already`, data }
    await provisioning.change((writes) => writes.setAccountDisabled(account.normalizedUsername, disabled))
    const meaning = disabled ? 'logins and all its tokens are refused' : 'it can log in again'
    return { text: `${state} account ${account.username}: ${meaning}`, data }
  })
}
