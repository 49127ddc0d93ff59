import { isSameResource } from '@valetkey/protocol'
import { normalizeUsername, usernameFault } from '../accounts/username.ts'
import type { AccountConfig, ApiConfig, ClientConfig, FileConfig } from '../config/schema.ts'
import { clientFaults, type Served } from './client-faults.ts'
import { impliedApi } from './implied-api.ts'
import type { Origin, ProvisioningStore } from './ports.ts'
import { secretFaults } from './secret-faults.ts'

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
  readonly issuer: string
  readonly store: ProvisioningStore
  readonly served: Served
  readonly digest: (text: string) => string
}

type Entries = Pick<FileConfig, 'apis' | 'clients' | 'accounts'>

/**
 * Lists what a file would change. An entry is compared with what the file said of it when it was last applied, so what
 * a command changed since stays until the file's own words change; what a command made is left alone. A kind that the
 * file does not speak of stays as it is: an empty list removes, a missing one does not.
 * @throws ProvisioningError with a line for each thing that is wrong
 */
export async function plan(file: Entries, { issuer, store, served, digest }: PlanOptions): Promise<readonly Change[]> {
  const { clients = [], accounts = [] } = file
  const namedClients = clients.map((entry) => entry.client_id)
  const namedAccounts = accounts.map((entry) => normalizeUsername(entry.username))
  const mentionedApis = clients.flatMap((client) => (client.apis ?? []).map((one) => one.identifier))
  const mentionedClients = (file.apis ?? []).flatMap((api) => api.introspectedBy)
  const [storedApis, storedClients, storedAccounts] = await Promise.all([
    store.listOrigins('api', [issuer, ...mentionedApis, ...(file.apis ?? []).map((entry) => entry.identifier)]),
    store.listOrigins('client', [...mentionedClients, ...namedClients]),
    store.listOrigins('account', namedAccounts),
  ])
  const apis = wantedApis(file, storedApis, issuer)
  const namedApis = apis.map((entry) => entry.identifier)
  refuseFaults(
    { apis, clients, accounts },
    {
      served,
      issuer,
      apis: file.apis === undefined ? [...namedApis, ...storedApis.map(({ id }) => id)] : namedApis,
      commandApis: storedApis.filter(({ source }) => source === 'command').map(({ id }) => id),
      clients: file.clients === undefined ? storedClients.map(({ id }) => id) : namedClients,
    },
  )
  return [
    ...apis.flatMap((entry, position) => {
      const id = entry.identifier
      const print = digest(JSON.stringify([position, entry]))
      const act = actFor(storedApis, id, print)
      return act ? [{ act, kind: 'api', id, digest: print, entry, position } as const] : []
    }),
    ...clients.flatMap((entry) => {
      const print = digest(JSON.stringify(entry))
      const act = actFor(storedClients, entry.client_id, print)
      return act ? [{ act, kind: 'client', id: entry.client_id, digest: print, entry } as const] : []
    }),
    ...accounts.flatMap((entry) => {
      const id = normalizeUsername(entry.username)
      const print = digest(JSON.stringify(entry))
      const act = actFor(storedAccounts, id, print)
      return act ? [{ act, kind: 'account', id, digest: print, entry } as const] : []
    }),
    ...(file.accounts ? gone('account', storedAccounts, namedAccounts) : []),
    ...(file.clients ? gone('client', storedClients, namedClients) : []),
    ...(file.apis ? gone('api', storedApis, namedApis) : []),
  ]
}

/** The file's own APIs; where it has none, and the database no other of a file's, the one that its clients imply. */
export function wantedApis(
  { apis, clients = [] }: Entries,
  stored: readonly Pick<Origin, 'id' | 'source'>[],
  issuer: string,
): readonly ApiConfig[] {
  const others = stored.filter(({ source, id }) => source === 'file' && id !== issuer)
  if (apis === undefined ? others.length > 0 : apis.length > 0) return apis ?? []
  const implied = impliedApi(clients, issuer)
  return implied === undefined ? [] : [implied]
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

interface Wanted {
  readonly apis: readonly ApiConfig[]
  readonly clients: readonly ClientConfig[]
  readonly accounts: readonly AccountConfig[]
}

/** What entries of the file may refer to. */
interface Known {
  readonly served: Served
  readonly issuer: string
  readonly apis: readonly string[]
  /** APIs that a command added: the file does not remove them. */
  readonly commandApis: readonly string[]
  readonly clients: readonly string[]
}

function refuseFaults({ apis, clients, accounts }: Wanted, known: Known): void {
  const faults = [
    ...sameApis(
      apis.map((api) => api.identifier),
      known.commandApis,
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
      clientFaults(client, known.served).map((fault) => `clients: ${client.client_id}: ${fault}`),
    ),
    ...clients.flatMap((client) =>
      (client.apis ?? [])
        .filter((one) => !known.apis.some((api) => isSameResource(api, one.identifier)))
        .map((one) => `clients: ${client.client_id}: apis: ${one.identifier} is not among the apis of this file`),
    ),
    ...apis.flatMap((api) =>
      api.introspectedBy
        .filter((id) => !known.clients.includes(id))
        .map((id) => `apis: ${api.identifier}: introspectedBy: ${id} is not among the clients of this file`),
    ),
    ...accounts.flatMap(({ username }) => {
      const fault = usernameFault(username)
      return fault === undefined ? [] : [`accounts: ${username}: username ${fault}`]
    }),
    ...secretFaults({ clients, accounts }, known.issuer)
      .filter((fault) => fault.isRefused)
      .map(({ where, what, mend }) => `${where}: ${what}; ${mend}`),
  ]
  if (faults.length > 0) throw new ProvisioningError(faults.join('\n'))
}

/** Two spellings of one identifier would be two APIs here and one to every API that checks the audience of a token. */
function sameApis(identifiers: readonly string[], commandApis: readonly string[]): readonly string[] {
  return identifiers.flatMap((one, index) => {
    const earlier = identifiers.slice(0, index)
    if (earlier.includes(one)) return [`apis: ${one} is there twice`]
    const others = [...earlier, ...commandApis.filter((other) => other !== one)]
    const first = others.find((other) => isSameResource(other, one))
    if (first === undefined) return []
    const difference = 'they differ only by a trailing slash, a default port or the case of scheme and host'
    return [`apis: ${one} and ${first} are the same API (RFC 8707 §2): ${difference}; remove one of them`]
  })
}

function repeated(key: string, ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => `${key}: ${id} is there twice`)
}
