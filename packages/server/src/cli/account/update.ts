import { account as accountSchema } from '../../config/accounts.ts'
import { explainIssues } from '../../config/config-error.ts'
import { staysNote } from '../client/find.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { findAccount } from './find.ts'

/** What changes of an account; an empty text removes a claim. */
export interface UpdateAccountOptions extends CommonOptions {
  readonly name?: string
  readonly email?: string
  readonly emailVerified?: boolean
}

/** Changes the name or the e-mail address of an account. @throws ConfigError where a value is not right */
export async function updateAccount(username: string, options: UpdateAccountOptions): Promise<Outcome> {
  const { name, email, emailVerified } = options
  const given = Object.entries({ name, email, email_verified: emailVerified }).filter(
    ([, value]) => value !== undefined,
  )
  if (given.length === 0) throw new UsageError('nothing to change: give --name, --email or --email-verified')
  return withDatabase(options, 'refuse', async ({ provisioning, now }) => {
    const account = await findAccount(username, provisioning)
    // Another address is not known to be theirs because the one before was.
    const { email_verified: verified, ...rest } = account.claims
    const before = email === undefined && verified !== undefined ? { ...rest, email_verified: verified } : rest
    const merged = { ...before, ...Object.fromEntries(given) }
    const claims = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
    const parsed = accountSchema.safeParse({ username: account.username, ...claims }, { reportInput: true })
    if (!parsed.success) throw explainIssues(parsed.error.issues, { where: 'account' })
    await provisioning.change((writes) => writes.putAccount({ ...account, claims }, now))
    return {
      text: `changed account ${account.username}`,
      data: { id: account.id, username: account.username, ...claims },
      notes: staysNote(account.source, `account ${account.username}`),
    }
  })
}
