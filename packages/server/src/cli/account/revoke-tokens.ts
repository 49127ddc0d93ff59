import { revokeAccountTokens as revoke } from '../../management/accounts/revoke-account-tokens.ts'
import { offlineNote } from '../client/revoke-tokens.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError */
export async function revokeAccountTokens(username: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning: store, now }) => {
    const account = await revoke(username, { store, now })
    return {
      text: `revoked every token and session of account ${account.username}; its authorizations stay`,
      data: { username: account.username, revoked_until: new Date(now).toISOString() },
      notes: offlineNote,
    }
  })
}
