import { countHeld } from '../../storage/stores/held-counts.ts'
import { fileNote } from '../client/find.ts'
import type { RemoveOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import { describeHeld, heldData } from '../describe-revoked.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { findAccount } from './find.ts'

/** Removes an account with its sessions, authorizations and tokens. @throws Refused where nobody confirms it */
export async function removeAccount(username: string, { yes = false, ...options }: RemoveOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ database, provisioning, now }) => {
    const account = await findAccount(username, provisioning)
    const held = await countHeld(database, { accountId: account.id }, now)
    await confirm(`remove account ${account.username}, revoking ${describeHeld(held)} and its access tokens`, yes)
    await provisioning.change((writes) => writes.removeAccount(account.normalizedUsername))
    return {
      text: `removed account ${account.username} with its sessions, revoking ${describeHeld(held)} and its access tokens`,
      data: { username: account.username, removed: true, ...heldData(held) },
      notes: fileNote(account.source, `account ${account.username}`),
    }
  })
}
