import { fileNote } from '../client/find.ts'
import type { CommonOptions } from '../command.ts'
import { withGround } from '../open-ground.ts'
import type { Outcome } from '../outcome.ts'
import { findAccount } from './find.ts'

/** Removes a person with all their logins and keys. */
export async function removeAccount(username: string, options: CommonOptions): Promise<Outcome> {
  return withGround(options, 'refuse', async ({ provisioning }) => {
    const account = await findAccount(username, provisioning)
    await provisioning.change((writes) => writes.removeAccount(account.normalizedUsername))
    return {
      text: `removed account ${account.username} with all its logins and keys`,
      data: { username: account.username, removed: true },
      notes: fileNote(account.source, `account ${account.username}`),
    }
  })
}
