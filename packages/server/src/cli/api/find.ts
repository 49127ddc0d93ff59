import { isSameResource } from '@valetkey/protocol'
import type { ApiEntry, ProvisioningStore } from '../../management/ports.ts'
import { toNames } from '../client/find.ts'
import { Refused } from '../refusals.ts'

/** Finds an API, or says which there are. @throws Refused */
export async function findApiEntry(identifier: string, provisioning: ProvisioningStore): Promise<ApiEntry> {
  const all = await provisioning.listApis()
  const found = all.find((one) => isSameResource(one.api.identifier, identifier))
  if (found !== undefined) return found
  throw new Refused(`api ${identifier} does not exist; known: ${toNames(all.map((one) => one.api.identifier))}`)
}
