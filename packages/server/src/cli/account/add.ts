import { createPasswordHasher } from '../../accounts/passwords/hasher.ts'
import { createPasswordRule, namesOf } from '../../accounts/passwords/rule.ts'
import { addAccount as add } from '../../management/accounts/add-account.ts'
import { checkAccount } from '../../management/accounts/check-account.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { readSettings, withDatabaseOf } from '../with-database.ts'
import { type ClaimOptions, readClaims } from './read-claims.ts'
import { type PasswordOptions, readPassword } from './read-password.ts'

export interface AddAccountOptions extends CommonOptions, PasswordOptions, Pick<ClaimOptions, 'claim'> {
  readonly name?: string
  readonly email?: string
  readonly emailVerified?: boolean
}

/** @throws ManagementError; UsageError if no password is given */
export async function addAccount(username: string, options: AddAccountOptions): Promise<Outcome> {
  const { name, email, emailVerified } = options
  const further = readClaims(options)
  const claims = {
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(emailVerified ? { email_verified: true } : {}),
    ...(further === undefined ? {} : { claims: further }),
  }
  const config = readSettings(options)
  const { passwords } = config
  // Before prompting for a password and creating a database.
  checkAccount({ username, ...claims })
  const { password, shown } = await readPassword(username, options, {
    rule: createPasswordRule(passwords.minimum, config),
    names: namesOf({ username, ...claims }),
  })
  const account = checkAccount({ username, password, ...claims })
  return withDatabaseOf(config, 'create', async ({ provisioning: store, now }) => {
    const hasher = createPasswordHasher()
    const entry = await add(account, { store, now, source: 'command', hasher, random })
    const facts = toFacts([['password', shown]])
    return {
      text: shown === undefined ? `added account ${username}` : `added account ${username}\n\n${facts}`,
      data: { id: entry.id, username, ...entry.claims, ...(shown === undefined ? {} : { password: shown }) },
    }
  })
}
