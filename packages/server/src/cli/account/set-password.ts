import { createPasswordHasher } from '../../accounts/passwords/hasher.ts'
import { createPasswordRule, namesOf } from '../../accounts/passwords/rule.ts'
import { findAccount } from '../../management/accounts/find-account.ts'
import { setPassword as set } from '../../management/accounts/set-password.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { type PasswordOptions, readPassword } from './read-password.ts'

export interface SetPasswordOptions extends CommonOptions, PasswordOptions {
  readonly revokeAll?: boolean
}

/** A generated password is shown once. @throws ManagementError, UsageError */
export async function setPassword(username: string, options: SetPasswordOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ config, provisioning: store, now }) => {
    const { claims, username: written } = await findAccount(username, store)
    const passwords = createPasswordRule(config.passwords.minimum, config)
    const names = namesOf({ ...claims, username: written })
    const { password, shown } = await readPassword(username, options, { rule: passwords, names })
    const { revokeAll = false } = options
    const hasher = createPasswordHasher()
    const account = await set(username, password, { store, now, hasher, passwords, revokeTokens: revokeAll })
    const facts = toFacts([['password', shown]])
    const text = `account ${account.username} has a new password; its sessions have ended, ${revokeAll ? 'and all its tokens are revoked' : 'its tokens stay valid (--revoke-all revokes them)'}`
    return {
      text: shown === undefined ? text : `${text}\n\n${facts}`,
      data: {
        username: account.username,
        tokens_revoked: revokeAll,
        ...(shown === undefined ? {} : { password: shown }),
      },
    }
  })
}
