import { listNames } from '../list-names.ts'
import { ManagementError } from '../management-error.ts'
import type { ClientEntry, ProvisioningStore } from '../ports.ts'

/** Finds a client. @throws ManagementError naming the known ones */
export async function findClient(
  id: string,
  store: Pick<ProvisioningStore, 'findClient' | 'listClients'>,
): Promise<ClientEntry> {
  const found = await store.findClient(id)
  if (found !== undefined) return found
  const known = listNames((await store.listClients()).map((one) => one.registration.client_id))
  throw new ManagementError('unknown', [{ what: `client ${id} does not exist; known: ${known}` }])
}
