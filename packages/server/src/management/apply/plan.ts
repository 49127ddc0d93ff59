import type { PasswordRule } from '../../accounts/passwords/rule.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import type { FileConfig } from '../../config/schema.ts'
import type { Features } from '../../oauth/features.ts'
import type { ApiEntry, Kind, OriginOf, ProvisioningStore } from '../ports.ts'
import type { Change } from './change.ts'
import { compareEntry } from './compare-entry.ts'
import {
  type Digest,
  membersOfAccount,
  membersOfApi,
  membersOfClient,
  storedAccount,
  storedApi,
  storedClient,
} from './entry-members.ts'
import { type FileFault, findFaults, namesakeFaults, ownerFault, refuse, type Where } from './file-faults.ts'
import { isOwn, listRemovals, type Owner, type UnnamedEntries } from './removed-entries.ts'
import { otherClients, wantedApis } from './wanted-apis.ts'
import type { Warning } from './warning.ts'

export interface PlanOptions extends Owner {
  readonly issuer: string
  /** What new passwords must be. */
  readonly passwords?: PasswordRule | undefined
  readonly store: ProvisioningStore
  readonly features: Features
  readonly digest: Digest
  readonly now: number
  /** Whether entries of other files that this one names become its own. */
  readonly adopt?: boolean | undefined
  /** Whether clients that left the file are deleted although users have authorized them. */
  readonly remove?: boolean | undefined
  readonly where?: Where | undefined
}

/** What applying a file does. */
export interface Plan {
  readonly changes: readonly Change[]
  /** Lines that are left as commands set them; `changed` if another line of the entry changes now. */
  readonly kept: readonly (Warning & { readonly changed: boolean })[]
}

type Entries = Pick<FileConfig, 'apis' | 'clients' | 'accounts'>

/**
 * Lists what a file would change. Each line is compared with what the file said when it was last applied, so what a command
 * changed since stays until that line of the file changes; what a command or another file made is left alone. A kind that the
 * file does not mention stays as it is: an empty list removes, a missing one does not.
 * @throws ManagementError with a line for each thing that is wrong
 */
export async function plan(file: Entries, options: PlanOptions): Promise<Plan> {
  const { issuer, passwords, store, features, digest, where = () => undefined } = options
  const { clients = [] } = file
  const accounts = (file.accounts ?? []).map((entry) => ({ entry, id: normalizeUsername(entry.username) }))
  const storedApis = await store.listApis()
  const storedClients = await store.listFromFiles('client', [
    ...(file.apis ?? []).flatMap((api) => api.introspectedBy),
    ...clients.map((entry) => entry.client_id),
  ])
  const storedAccounts = await store.listFromFiles(
    'account',
    accounts.map(({ id }) => id),
  )
  const apis = wantedApis(file, { stored: storedApis, issuer, features, others: otherClients(storedClients, options) })
  const there = {
    api: new Map(storedApis.map((one) => [one.api.identifier, one])),
    client: new Map(storedClients.map((one) => [one.registration.client_id, one])),
    account: new Map(storedAccounts.map((one) => [one.normalizedUsername, one])),
  }
  const named = {
    api: new Set(file.apis && apis.map((entry) => entry.identifier)),
    client: new Set(clients.map((entry) => entry.client_id)),
    account: new Set(accounts.map(({ id }) => id)),
  }
  const unnamed: UnnamedEntries = {
    account: file.accounts && without(there.account, named.account),
    client: file.clients && without(there.client, named.client),
    api: file.apis && without(there.api, named.api),
  }
  const removals = await listRemovals(unnamed, options)
  const stays = (kind: 'api' | 'client') => {
    const gone = new Set(removals.filter((one) => one.kind === kind).map(({ id }) => id))
    return [...there[kind].keys()].filter((id) => !gone.has(id))
  }
  const known = {
    features,
    issuer,
    passwords,
    apis: [...apis.map((entry) => entry.identifier), ...stays('api')],
    otherApis: storedApis.filter((one) => !isOwn(one, options)).map((one) => one.api.identifier),
    clients: [...named.client, ...stays('client')],
  }
  const owned = options.adopt
    ? []
    : [
        ...(file.apis ?? []).map(({ identifier: id }, at) => ({ kind: 'api', id, path: ['apis', at] }) as const),
        ...clients.map(({ client_id: id }, at) => ({ kind: 'client', id, path: ['clients', at] }) as const),
        ...accounts.map(({ id }, at) => ({ kind: 'account', id, path: ['accounts', at] }) as const),
      ]
  refuse(
    [
      ...findFaults({ apis, clients, accounts: accounts.map(({ entry }) => entry) }, known),
      ...findNamesakes(there, named, options),
      ...owned.flatMap((one) => ownerFault(one, there[one.kind].get(one.id), options.file) ?? []),
    ],
    where,
  )

  const first = firstPosition(storedApis, options)
  const changes: Change[] = []
  const kept: Plan['kept'][number][] = []
  const compare = (compared: Parameters<typeof compareEntry>[0], file = options.file) => {
    const { put, kept: left } = compareEntry(compared, file, digest)
    kept.push(...left.map((one) => ({ ...one, changed: put !== undefined })))
    return put
  }
  for (const [at, entry] of apis.entries()) {
    const [kind, id] = ['api', entry.identifier] as const
    const stored = there.api.get(id)
    // The API that clients of several files imply belongs to the first of them.
    const isImplied = !(file.apis ?? []).some(({ identifier }) => identifier === id)
    const implied = isImplied && stored?.source === 'file' ? stored : undefined
    const [position, owner] = [implied?.position ?? first + at, implied?.file ?? options.file]
    const wanted = membersOfApi(entry, position)
    const text = JSON.stringify([position, entry])
    const put = compare({ kind, id, text, wanted, stored: stored && { ...stored, had: storedApi(stored) } }, owner)
    if (put) changes.push({ ...put, kind, id, entry, wanted, stored, position })
  }
  for (const entry of clients) {
    const [kind, id] = ['client', entry.client_id] as const
    const [stored, wanted] = [there.client.get(id), membersOfClient(entry)]
    const held = stored && { ...stored, had: storedClient(stored), hash: stored.secretHash }
    const put = compare({ kind, id, text: JSON.stringify(entry), wanted, stored: held })
    if (put) changes.push({ ...put, kind, id, entry, wanted, stored })
  }
  for (const { entry, id } of accounts) {
    const kind = 'account'
    const [stored, wanted] = [there.account.get(id), membersOfAccount(entry)]
    const held = stored && { ...stored, had: storedAccount(stored), hash: stored.passwordHash }
    const put = compare({ kind, id, text: JSON.stringify(entry), wanted, stored: held })
    if (put) changes.push({ ...put, kind, id, entry, wanted, stored })
  }
  return { changes: [...changes, ...removals], kept }
}

function without<T>(there: ReadonlyMap<string, T>, named: ReadonlySet<string>) {
  return [...there].filter(([id]) => !named.has(id)).map(([id, stored]) => ({ id, stored }))
}

/** APIs of a file applied later come after those of the first, so that the default API stays the same. */
function firstPosition(stored: readonly ApiEntry[], owner: Owner): number {
  const own = stored.filter((one) => isOwn(one, owner)).map(({ position }) => position)
  if (own.length > 0) return Math.min(...own)
  const others = stored.map(({ position }) => position)
  return others.length === 0 ? 0 : (Math.floor(Math.max(...others) / 1000) + 1) * 1000
}

/** The server's own file is what it is, whatever it names: only a further one can be mistaken for another. */
function findNamesakes(
  there: Readonly<Record<Kind, ReadonlyMap<string, OriginOf>>>,
  named: Readonly<Record<Kind, ReadonlySet<string>>>,
  options: PlanOptions,
): readonly FileFault[] {
  if (options.ownsUnnamed || options.remove || options.adopt) return []
  const kinds = [
    ['api', 'apis'],
    ['client', 'clients'],
    ['account', 'accounts'],
  ] as const
  return kinds.flatMap(([kind, key]) => {
    const remembered = [...there[kind]].flatMap(([id, one]) =>
      isOwn(one, options) && one.digest !== undefined ? [id] : [],
    )
    return namesakeFaults({ named: named[kind], remembered }, key, options.file)
  })
}
