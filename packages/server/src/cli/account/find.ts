import { normalizeUsername } from '../../accounts/username.ts'
import type { AccountEntry, ProvisioningStore } from '../../management/ports.ts'
import { Refused } from '../refusals.ts'

/** Finds a person by the name to log in with. @throws Refused */
export async function findAccount(username: string, provisioning: ProvisioningStore): Promise<AccountEntry> {
  const found = await provisioning.findAccount(normalizeUsername(username))
  if (found === undefined)
    throw new Refused(`account ${username} does not exist: valetkey account list shows all accounts`)
  return found
}
