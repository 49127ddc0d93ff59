import type { Config } from '../config/read-config.ts'
import type { PagesOptions } from '../pages/index.ts'
import type { Stores } from '../storage/open-stores.ts'

/** Gathers what the pages of “My account” use of the stores and the configuration. */
export function ownAccountOptions(
  { ownAccounts, accountData }: Pick<Stores, 'ownAccounts' | 'accountData'>,
  { userProfile, accountDeletion }: Pick<Config, 'userProfile' | 'accountDeletion'>,
): Pick<PagesOptions, 'ownAccounts' | 'accountData' | 'editableClaims' | 'deletionDays'> {
  return { ownAccounts, accountData, editableClaims: userProfile.editable, deletionDays: accountDeletion.afterDays }
}
