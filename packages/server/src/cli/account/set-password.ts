import { createPasswordHasher } from '../../accounts/password-hasher.ts'
import type { CommonOptions } from '../command.ts'
import { withGround } from '../open-ground.ts'
import { type Outcome, toFacts } from '../outcome.ts'
import { findAccount } from './find.ts'
import { type PasswordOptions, readPassword } from './read-password.ts'

/** How a password is set. */
export interface SetPasswordOptions extends CommonOptions, PasswordOptions {}

/** Gives a person a new password and ends their logins; the keys that they handed out stay. */
export async function setPassword(username: string, options: SetPasswordOptions): Promise<Outcome> {
  return withGround(options, 'refuse', async ({ provisioning }) => {
    const account = await findAccount(username, provisioning)
    const { password, shown } = await readPassword(username, options)
    const hash = await createPasswordHasher().hash(password)
    await provisioning.change((writes) => writes.setAccountPasswordHash(account.normalizedUsername, hash))
    const facts = toFacts([['password', shown]])
    const text = `account ${account.username} has a new password; its logins have ended, its keys stay`
    return {
      text: shown === undefined ? text : `${text}\n\n${facts}`,
      data: { username: account.username, ...(shown === undefined ? {} : { password: shown }) },
    }
  })
}
