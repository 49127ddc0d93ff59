import { isSameResource } from '@valetkey/protocol'
import { listNames } from '../list-names.ts'
import { ManagementError } from '../management-error.ts'
import type { ApiEntry, ProvisioningStore } from '../ports.ts'

/** Finds an API by an identifier that means the same (RFC 8707 §2). @throws ManagementError naming the known ones */
export async function findApi(identifier: string, store: Pick<ProvisioningStore, 'listApis'>): Promise<ApiEntry> {
  const all = await store.listApis()
  const found = all.find((one) => isSameResource(one.api.identifier, identifier))
  if (found !== undefined) return found
  const known = listNames(all.map((one) => one.api.identifier))
  throw new ManagementError('unknown', [{ what: `api ${identifier} does not exist; known: ${known}` }])
}
