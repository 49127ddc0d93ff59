import { createPasswordHasher } from '../accounts/passwords/hasher.ts'
import type { Config } from '../config/read-config.ts'
import { siteOf } from '../http/networks.ts'
import type { Database } from '../storage/database.ts'
import { readHashCosts } from '../storage/stores/hash-costs.ts'

/** Creates the password hasher with all costs in use, so that an unknown username takes as long as a known one. */
export async function openHasher(
  config: Pick<Config, 'accounts'>,
  database: Database,
): Promise<ReturnType<typeof createPasswordHasher>> {
  const hasher = createPasswordHasher({ routeOf: (address) => [siteOf(address), address] })
  for (const hash of await readHashCosts(database)) hasher.learnCost(hash)
  for (const { password_hash: hash } of config.accounts ?? []) if (hash !== undefined) hasher.learnCost(hash)
  return hasher
}
