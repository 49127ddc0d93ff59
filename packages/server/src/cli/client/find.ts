import type { ClientEntry, ProvisioningStore } from '../../management/ports.ts'
import { Refused } from '../refusals.ts'

/** Finds a client, or says which there are. @throws Refused */
export async function findClient(id: string, provisioning: ProvisioningStore): Promise<ClientEntry> {
  const found = await provisioning.findClient(id)
  if (found !== undefined) return found
  const all = await provisioning.listClients()
  throw new Refused(`client ${id} does not exist; known: ${toNames(all.map((one) => one.registration.client_id))}`)
}

const mostNamed = 20

/** Names things in a sentence, the first few of many. */
export function toNames(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  return names.length <= mostNamed ? names.join(', ') : `${names.slice(0, mostNamed).join(', ')}, …`
}

/** Says that an entry of a file comes back with it. */
export function fileNote(source: 'file' | 'command', what: string): readonly string[] {
  return source === 'file' ? [`${what} comes from a configuration file: take it out there too, or it comes back`] : []
}

/** Says that a change of an entry of a file lasts until the entry itself is changed. */
export function staysNote(source: 'file' | 'command', what: string): readonly string[] {
  return source === 'file'
    ? [`${what} comes from a configuration file: change it there too, or this is undone when its entry there changes`]
    : []
}
