import { listNames } from '../../management/list-names.ts'
import type { ClientEntry, ProvisioningStore } from '../../management/ports.ts'
import { Refused } from '../refusals.ts'

/** Finds a client, or says which there are. @throws Refused */
export async function findClient(id: string, provisioning: ProvisioningStore): Promise<ClientEntry> {
  const found = await provisioning.findClient(id)
  if (found !== undefined) return found
  const all = await provisioning.listClients()
  throw new Refused(`client ${id} does not exist; known: ${listNames(all.map((one) => one.registration.client_id))}`)
}
