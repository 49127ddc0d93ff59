import { offlineNote } from '../client/revoke-tokens.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { findAccount } from './find.ts'

/** Revokes every token, code and session of an account; the account and the authorizations it gave stay. */
export async function revokeAccountTokens(username: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning, now }) => {
    const account = await findAccount(username, provisioning)
    await provisioning.change((writes) => writes.revokeAccountTokens(account.normalizedUsername, now))
    return {
      text: `revoked every token and session of account ${account.username}; its authorizations stay`,
      data: { username: account.username, revoked_until: new Date(now).toISOString() },
      notes: offlineNote,
    }
  })
}
