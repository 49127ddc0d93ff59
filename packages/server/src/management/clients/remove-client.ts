import type { Management } from '../management.ts'
import type { ClientEntry } from '../ports.ts'
import { findClient } from './find-client.ts'

/** Removes a client with all its authorizations and tokens. @throws ManagementError if it does not exist */
export async function removeClient(id: string, { store, now, actor }: Management): Promise<ClientEntry> {
  const found = await findClient(id, store)
  await store.change((writes) => writes.removeClient(id, now), actor)
  return found
}
