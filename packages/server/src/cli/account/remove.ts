import { findAccount } from '../../management/accounts/find-account.ts'
import { removeAccount as remove } from '../../management/accounts/remove-account.ts'
import { countHeld } from '../../storage/stores/held-counts.ts'
import type { RemoveOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import { describeRevoked, revokedData } from '../describe-revoked.ts'
import { addedAgainNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError; Refused if it is not confirmed */
export async function removeAccount(username: string, { yes = false, ...options }: RemoveOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ database, provisioning: store, now }) => {
    const account = await findAccount(username, store)
    const held = await countHeld(database, { accountId: account.id }, now)
    await confirm(`remove account ${account.username}, revoking ${describeRevoked(held)}, and its access tokens`, yes)
    await remove(username, { store, now })
    return {
      text: `removed account ${account.username} with its sessions, revoking ${describeRevoked(held)}, and its access tokens`,
      data: { username: account.username, removed: true, ...revokedData(held) },
      notes: addedAgainNote(account.source, `account ${account.username}`),
    }
  })
}
