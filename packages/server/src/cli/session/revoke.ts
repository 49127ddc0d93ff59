import { findAccount } from '../../management/accounts/find-account.ts'
import { revokeSessions as revoke } from '../../management/authorizations/revoke-sessions.ts'
import type { Outcome } from '../output.ts'
import { Refused } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { idLength, type ListSessionsOptions, readSessions } from './list.ts'

export interface RevokeSessionsOptions extends ListSessionsOptions {}

/** Revokes one session of an account, or without `id` all of them. @throws ManagementError; Refused for an unknown id */
export async function revokeSessions(id: string | undefined, options: RevokeSessionsOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async (context) => {
    const { provisioning: store, now } = context
    const account = await findAccount(options.account, store)
    const hash = id && (await readSessions(account.id, context)).find((one) => one.hash.slice(0, idLength) === id)?.hash
    if (id !== undefined && hash === undefined)
      throw new Refused(`account ${account.username} has no session ${id}; valetkey session list shows its sessions`)
    const count = await revoke(account.id, hash, { store, now })
    return {
      text: `ended ${count} session${count === 1 ? '' : 's'} of account ${account.username}; its tokens stay valid`,
      data: { account: account.username, revoked: { sessions: count } },
    }
  })
}
