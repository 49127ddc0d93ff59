import { claimNameFault, splitClaims } from '../../config/claims.ts'
import type { JsonObject } from '../../oauth/grant-context.ts'
import type { Management } from '../management.ts'
import { ManagementError } from '../management-error.ts'
import type { AccountEntry } from '../ports.ts'
import { checkAccount } from './check-account.ts'
import { findAccount } from './find-account.ts'

/** Members of an account, and further claims, of which each changes by itself: null removes one. */
export type AccountChange = JsonObject & { readonly claims?: JsonObject | undefined }

/**
 * Changes claims of an account: members that are left out stay, an empty text removes one. Another e-mail address is not
 * verified unless the change says so.
 * @throws ManagementError if a member is invalid or the account does not exist
 */
export async function updateAccount(
  username: string,
  { claims: changed = {}, ...change }: AccountChange,
  { store, now, actor }: Management,
): Promise<AccountEntry> {
  return store.change(async (writes) => {
    const account = await findAccount(username, writes)
    const { standard, further } = splitClaims(account.claims)
    checkNames(changed, further)
    const { email_verified: verified, ...rest } = standard
    const before = change.email === undefined && verified !== undefined ? { ...rest, email_verified: verified } : rest
    const members = Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ''))
    const others = Object.fromEntries(Object.entries({ ...further, ...changed }).filter(([, value]) => value !== null))
    checkAccount({ username: account.username, ...members, claims: others })
    const updated = { ...account, claims: { ...others, ...members } }
    await writes.putAccount(updated, now)
    return updated
  }, actor)
}

/** Refuses reserved names, and the removal of claims that the account does not have. @throws ManagementError */
function checkNames(changed: JsonObject, further: JsonObject): void {
  const faults = Object.entries(changed).flatMap(([name, value]) => {
    if (value === null && Object.hasOwn(further, name)) return []
    const fault = claimNameFault(name)
    if (fault !== undefined) return [{ what: `account: claims.${name} ${fault}` }]
    if (value !== null) return []
    const fix = `its further claims: ${Object.keys(further).join(', ') || 'none'}`
    return [{ what: `account: it has no further claim ${name} to remove`, fix }]
  })
  if (faults.length > 0) throw new ManagementError('invalid', faults)
}
