import { updateAccount as update } from '../../management/accounts/update-account.ts'
import type { CommonOptions } from '../command.ts'
import { overwrittenNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { type ClaimOptions, readClaims } from './read-claims.ts'

/** An empty string removes the claim. */
export interface UpdateAccountOptions extends CommonOptions, ClaimOptions {
  readonly name?: string
  readonly email?: string
  readonly emailVerified?: boolean
}

/** @throws ManagementError, UsageError */
export async function updateAccount(username: string, options: UpdateAccountOptions): Promise<Outcome> {
  const { name, email, emailVerified } = options
  const given = Object.entries({ name, email, email_verified: emailVerified, claims: readClaims(options) }).filter(
    ([, value]) => value !== undefined,
  )
  if (given.length === 0)
    throw new UsageError('nothing to change: give --name, --email, --email-verified, --claim or --remove-claim')
  return withDatabase(options, 'refuse', async ({ provisioning: store, now }) => {
    const account = await update(username, Object.fromEntries(given), { store, now })
    return {
      text: `changed account ${account.username}`,
      data: { id: account.id, username: account.username, ...account.claims },
      notes: overwrittenNote(account.source, `account ${account.username}`),
    }
  })
}
