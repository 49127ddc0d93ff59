import { createPasswordHasher } from '../../accounts/password-hasher.ts'
import { usernameFault } from '../../accounts/username.ts'
import { account as accountSchema } from '../../config/accounts.ts'
import { explainIssues } from '../../config/config-error.ts'
import { byCommand, toAccountEntry } from '../../management/apply/apply.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { Refused } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { type PasswordOptions, readPassword } from './read-password.ts'

/** What a new person is told to be. */
export interface AddAccountOptions extends CommonOptions, PasswordOptions {
  readonly name?: string
  readonly email?: string
  readonly emailVerified?: boolean
}

/** Adds a person. @throws Refused where the name is taken */
export async function addAccount(username: string, options: AddAccountOptions): Promise<Outcome> {
  const fault = usernameFault(username)
  if (fault !== undefined) throw new Refused(`username ${fault}`)
  const { password, shown } = await readPassword(username, options)
  const { name, email, emailVerified } = options
  const parsed = accountSchema.safeParse(
    {
      username,
      password,
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
      ...(emailVerified ? { email_verified: true } : {}),
    },
    { reportInput: true },
  )
  if (!parsed.success) throw explainIssues(parsed.error.issues, { where: 'account' })
  const hasher = createPasswordHasher()
  const entry = await toAccountEntry(parsed.data, byCommand, { hasher, random })
  return withDatabase(options, 'create', async ({ provisioning, now }) => {
    const { normalizedUsername } = entry
    if ((await provisioning.findAccount(normalizedUsername)) !== undefined) {
      throw new Refused(`account ${username} already exists: set-password changes its password`)
    }
    await provisioning.change((writes) => writes.putAccount(entry, now))
    const facts = toFacts([['password', shown]])
    return {
      text: shown === undefined ? `added account ${username}` : `added account ${username}\n\n${facts}`,
      data: { id: entry.id, username, ...entry.claims, ...(shown === undefined ? {} : { password: shown }) },
    }
  })
}
