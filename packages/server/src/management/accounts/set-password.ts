import { namesOf, type PasswordRule, passwordFault } from '../../accounts/passwords/rule.ts'
import type { PasswordHasher } from '../../accounts/ports.ts'
import type { Management } from '../management.ts'
import { ManagementError } from '../management-error.ts'
import type { AccountEntry } from '../ports.ts'
import { findAccount } from './find-account.ts'

export interface SetPasswordOptions extends Management {
  readonly hasher: Pick<PasswordHasher, 'hash'>
  readonly passwords: PasswordRule
  /** Whether every token of the account is revoked too. */
  readonly revokeTokens: boolean
}

/**
 * Gives an account a new password and ends its sessions; its authorizations stay.
 * @throws ManagementError if the password is too weak or the account does not exist
 */
export async function setPassword(
  username: string,
  password: string,
  { store, now, actor, hasher, passwords, revokeTokens }: SetPasswordOptions,
): Promise<AccountEntry> {
  const account = await findAccount(username, store)
  checkPassword(password, passwords, namesOf({ ...account.claims, username: account.username }))
  const hash = await hasher.hash(password)
  await store.change(async (writes) => {
    await writes.setAccountPasswordHash(account.normalizedUsername, hash)
    if (revokeTokens) await writes.revokeAccountTokens(account.normalizedUsername, now)
  }, actor)
  return account
}

/** @throws ManagementError if others know the password or can guess it */
export function checkPassword(password: string, rule: PasswordRule, names: readonly string[]): void {
  const fault = passwordFault(password, rule, { names })
  if (fault !== undefined) throw new ManagementError('invalid', [{ what: `the password ${fault.what}` }])
}
