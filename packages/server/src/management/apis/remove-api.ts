import type { Management } from '../management.ts'
import type { ApiEntry } from '../ports.ts'
import { findApi } from './find-api.ts'

/** Removes an API: no tokens are issued for it any more, and existing ones lose its scopes. @throws ManagementError if it does not exist */
export async function removeApi(identifier: string, { store, now, actor }: Management): Promise<ApiEntry> {
  const found = await findApi(identifier, store)
  await store.change((writes) => writes.removeApi(found.api.identifier, now), actor)
  return found
}
