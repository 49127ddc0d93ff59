import { createPasswordHasher } from '../../accounts/password-hasher.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { findAccount } from './find.ts'
import { type PasswordOptions, readPassword } from './read-password.ts'

/** How a password is set. */
export interface SetPasswordOptions extends CommonOptions, PasswordOptions {
  readonly revokeAll?: boolean
}

/** Gives an account a new password and ends its sessions; the authorizations it gave stay valid, and its tokens unless told otherwise. */
export async function setPassword(username: string, options: SetPasswordOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning, now }) => {
    const account = await findAccount(username, provisioning)
    const { password, shown } = await readPassword(username, options)
    const hash = await createPasswordHasher().hash(password)
    const revokeAll = options.revokeAll ?? false
    await provisioning.change(async (writes) => {
      await writes.setAccountPasswordHash(account.normalizedUsername, hash)
      if (revokeAll) await writes.revokeAccountTokens(account.normalizedUsername, now)
    })
    const facts = toFacts([['password', shown]])
    const text = `account ${account.username} has a new password; its sessions have ended, ${revokeAll ? 'and every token of it is revoked' : 'its tokens stay valid (--revoke-all revokes them)'}`
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
