import { requireSecondFactor } from '../../management/accounts/require-second-factor.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

export interface RequireSecondFactorOptions extends CommonOptions {
  readonly off?: boolean
}

/** @throws ManagementError */
export async function setSecondFactorRequired(
  username: string,
  { off = false, ...options }: RequireSecondFactorOptions,
): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning: store, now }) => {
    const account = await requireSecondFactor(username, !off, { store, now })
    const data = { username: account.username, secondFactorRequired: !off }
    const text = off
      ? `account ${account.username} no longer requires a second factor; the option secondFactor may still require one of every account`
      : `account ${account.username} requires a second factor from its next login on`
    return { text, data }
  })
}
