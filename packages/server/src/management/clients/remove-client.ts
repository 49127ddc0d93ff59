import type { Management } from '../management.ts'
import type { ClientEntry } from '../ports.ts'
import { findClient } from './find-client.ts'

/**
 * Removes a client with all its authorizations and tokens. If it has very many authorizations, its tokens are revoked first, and
 * the authorizations are removed in several transactions. After an interruption, the same call completes the removal.
 * @throws ManagementError if it does not exist
 */
export async function removeClient(id: string, { store, now, actor }: Management): Promise<ClientEntry> {
  const found = await findClient(id, store)
  await store.shrink({ clientId: id }, (writes) => writes.revokeClientTokens(id, now), actor)
  await store.change((writes) => writes.removeClient(id, now), actor)
  return found
}
