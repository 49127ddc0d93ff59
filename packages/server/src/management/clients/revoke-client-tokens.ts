import type { Management } from '../management.ts'
import { findClient } from './find-client.ts'

/**
 * Revokes every token and code of a client that was issued until now; its authorizations stay.
 * @throws ManagementError if the client does not exist
 */
export async function revokeClientTokens(id: string, { store, now, actor }: Management): Promise<void> {
  await findClient(id, store)
  await store.change((writes) => writes.revokeClientTokens(id, now), actor)
}
