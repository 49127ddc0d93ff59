import type { Management } from '../management.ts'
import type { ApiEntry } from '../ports.ts'
import { checkApi } from './check-api.ts'
import { findApi } from './find-api.ts'

/**
 * Changes an API: a list replaces the one before, members that are left out stay. What was granted of a scope that is left out
 * of the list is revoked.
 * @throws ManagementError if a member is invalid or the API does not exist
 */
export async function updateApi(
  identifier: string,
  change: Readonly<Record<string, unknown>>,
  { store, actor }: Management,
): Promise<ApiEntry> {
  const found = await findApi(identifier, store)
  const before = Object.fromEntries(Object.entries(found.api).filter(([, value]) => value !== undefined))
  const changed = { ...found, api: checkApi({ ...before, ...change }) }
  await store.change((writes) => writes.putApi(changed), actor)
  return changed
}
