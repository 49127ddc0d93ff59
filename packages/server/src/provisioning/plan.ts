import { normalizeUsername, usernameFault } from '../accounts/username.ts'
import type { AccountConfig, ApiConfig, ClientConfig, FileConfig } from '../config/schema.ts'
import { clientFaults, type Served } from './client-faults.ts'
import type { Origin, ProvisioningStore } from './ports.ts'

/** One difference between a file and the database. */
export type Change =
  | {
      readonly act: 'add' | 'change'
      readonly kind: 'api'
      readonly id: string
      readonly digest: string
      readonly entry: ApiConfig
      readonly position: number
    }
  | {
      readonly act: 'add' | 'change'
      readonly kind: 'client'
      readonly id: string
      readonly digest: string
      readonly entry: ClientConfig
    }
  | {
      readonly act: 'add' | 'change'
      readonly kind: 'account'
      readonly id: string
      readonly digest: string
      readonly entry: AccountConfig
    }
  | { readonly act: 'remove'; readonly kind: 'api' | 'client' | 'account'; readonly id: string }

/** Says that a file asks for something that cannot be. */
export class ProvisioningError extends Error {
  override readonly name = 'ProvisioningError'
}

/** What planning needs. */
export interface PlanOptions {
  readonly store: ProvisioningStore
  readonly served: Served
  readonly digest: (text: string) => string
}

type Entries = Pick<FileConfig, 'apis' | 'clients' | 'accounts'>

/**
 * Lists what a file would change. An entry is compared with what the file said of it when it was last applied, so what
 * a command changed since stays until the file's own words change; what a command made is left alone.
 * @throws ProvisioningError with a line for each thing that is wrong
 */
export async function plan(file: Entries, { store, served, digest }: PlanOptions): Promise<readonly Change[]> {
  refuseFaults(file, served)
  const named = {
    apis: file.apis.map((entry) => entry.identifier),
    clients: file.clients.map((entry) => entry.client_id),
    accounts: file.accounts.map((entry) => normalizeUsername(entry.username)),
  }
  const [apis, clients, accounts] = await Promise.all([
    store.listOrigins('api', named.apis),
    store.listOrigins('client', named.clients),
    store.listOrigins('account', named.accounts),
  ])
  return [
    ...file.apis.flatMap((entry, position) => {
      const id = entry.identifier
      const print = digest(JSON.stringify([position, entry]))
      const act = actFor(apis, id, print)
      return act ? [{ act, kind: 'api', id, digest: print, entry, position } as const] : []
    }),
    ...file.clients.flatMap((entry) => {
      const print = digest(JSON.stringify(entry))
      const act = actFor(clients, entry.client_id, print)
      return act ? [{ act, kind: 'client', id: entry.client_id, digest: print, entry } as const] : []
    }),
    ...file.accounts.flatMap((entry) => {
      const id = normalizeUsername(entry.username)
      const print = digest(JSON.stringify(entry))
      const act = actFor(accounts, id, print)
      return act ? [{ act, kind: 'account', id, digest: print, entry } as const] : []
    }),
    ...gone('account', accounts, named.accounts),
    ...gone('client', clients, named.clients),
    ...gone('api', apis, named.apis),
  ]
}

function actFor(stored: readonly Origin[], id: string, digest: string): 'add' | 'change' | undefined {
  const origin = stored.find((one) => one.id === id)
  if (origin === undefined) return 'add'
  return origin.digest === digest ? undefined : 'change'
}

function gone(
  kind: 'api' | 'client' | 'account',
  stored: readonly Origin[],
  named: readonly string[],
): readonly Change[] {
  return stored
    .filter(({ id, source, digest }) => source === 'file' && digest !== undefined && !named.includes(id))
    .map(({ id }) => ({ act: 'remove', kind, id }))
}

function refuseFaults({ apis, clients, accounts }: Entries, served: Served): void {
  const faults = [
    ...repeated(
      'apis',
      apis.map((api) => api.identifier),
    ),
    ...repeated(
      'clients',
      clients.map((client) => client.client_id),
    ),
    ...repeated(
      'accounts',
      accounts.map((account) => normalizeUsername(account.username)),
    ),
    ...clients.flatMap((client) =>
      clientFaults(client, served).map((fault) => `clients: ${client.client_id}: ${fault}`),
    ),
    ...clients.flatMap((client) =>
      (client.apis ?? [])
        .filter((one) => !apis.some((api) => api.identifier === one.identifier))
        .map((one) => `clients: ${client.client_id}: apis: ${one.identifier} is not among the apis of this file`),
    ),
    ...apis.flatMap((api) =>
      api.introspectedBy
        .filter((id) => !clients.some((client) => client.client_id === id))
        .map((id) => `apis: ${api.identifier}: introspectedBy: ${id} is not among the clients of this file`),
    ),
    ...accounts.flatMap(({ username }) => {
      const fault = usernameFault(username)
      return fault === undefined ? [] : [`accounts: ${username}: username ${fault}`]
    }),
  ]
  if (faults.length > 0) throw new ProvisioningError(faults.join('\n'))
}

function repeated(key: string, ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => `${key}: ${id} is there twice`)
}
