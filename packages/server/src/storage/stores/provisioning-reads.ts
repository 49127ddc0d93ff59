import type {
  AccountEntry,
  ApiEntry,
  ClientEntry,
  EntryReads,
  InitialAccessTokenReads,
  Lines,
  OriginOf,
  ProvisioningStore,
  Source,
} from '../../management/ports.ts'
import type { Api } from '../../oauth/ports.ts'
import type { Connection, Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { countUsers } from './provisioning-statements.ts'

const allApis = statement<Record<string, never>>('provisioning-reads/allApis')((query) =>
  query.selectFrom('api').selectAll().orderBy('position').orderBy('identifier'),
)
const allClients = statement<Record<string, never>>('provisioning-reads/allClients')((query) =>
  query.selectFrom('client').selectAll().orderBy('id'),
)
const allAccounts = statement<Record<string, never>>('provisioning-reads/allAccounts')((query) =>
  query.selectFrom('account').selectAll().orderBy('normalized_username'),
)

const findApi = statement<{ identifier: string }>('provisioning-reads/findApi')((query, gap) =>
  query.selectFrom('api').selectAll().where('identifier', '=', gap.identifier),
)
const findClient = statement<{ id: string }>('provisioning-reads/findClient')((query, gap) =>
  query.selectFrom('client').selectAll().where('id', '=', gap.id),
)
const findAccount = statement<{ username: string }>('provisioning-reads/findAccount')((query, gap) =>
  query.selectFrom('account').selectAll().where('normalized_username', '=', gap.username),
)
const findAccountById = statement<{ id: string }>('provisioning-reads/findAccountById')((query, gap) =>
  query.selectFrom('account').selectAll().where('id', '=', gap.id),
)

/** Few entries come from files; there may be millions that were registered or signed up. */
const fileClients = statement<Record<string, never>>('provisioning-reads/fileClients')((query) =>
  query.selectFrom('client').selectAll().where('source', '=', 'file'),
)
const fileAccounts = statement<Record<string, never>>('provisioning-reads/fileAccounts')((query) =>
  query.selectFrom('account').selectAll().where('source', '=', 'file'),
)

/** Reads single entries, inside or outside a transaction. */
export function entryReads(connection: Connection): EntryReads {
  return {
    findApi: async (identifier) => (await connection.run(findApi, { identifier })).map(toApiEntry)[0],
    findClient: async (id) => (await connection.run(findClient, { id })).map(toClientEntry)[0],
    findAccount: async (username) => (await connection.run(findAccount, { username })).map(toAccountEntry)[0],
    findAccountById: async (id) => (await connection.run(findAccountById, { id })).map(toAccountEntry)[0],
  }
}

/** Reads clients, APIs and accounts by their operators' names. */
export function provisioningReads(
  database: Database,
): Omit<ProvisioningStore, 'change' | 'shrink' | keyof InitialAccessTokenReads> {
  const { findClient: client, findAccount: account, findAccountById } = entryReads(database)

  function listFromFiles(kind: 'client', named: readonly string[]): Promise<readonly ClientEntry[]>
  function listFromFiles(kind: 'account', named: readonly string[]): Promise<readonly AccountEntry[]>
  async function listFromFiles(kind: 'client' | 'account', named: readonly string[]) {
    if (kind === 'account') {
      const entries = (await database.run(fileAccounts, {})).map(toAccountEntry)
      return withNamed(entries, { named, idOf: (one) => one.normalizedUsername, find: account })
    }
    const entries = (await database.run(fileClients, {})).map(toClientEntry)
    return withNamed(entries, { named, idOf: (one) => one.registration.client_id, find: client })
  }

  return {
    listApis: async () => (await database.run(allApis, {})).map(toApiEntry),
    listClients: async () => (await database.run(allClients, {})).map(toClientEntry),
    listAccounts: async () => (await database.run(allAccounts, {})).map(toAccountEntry),
    findClient: client,
    findAccount: account,
    findAccountById,
    listFromFiles,
    countUsers: async (id, now) => Number((await database.run(countUsers, { id, now }))[0]?.users ?? 0),
  }
}

const mostAtOnce = 200

interface Named<T> {
  readonly named: readonly string[]
  readonly idOf: (entry: T) => string
  readonly find: (id: string) => Promise<T | undefined>
}

/** Adds the named entries that come from elsewhere, with a bounded number of reads at a time. */
async function withNamed<T>(entries: readonly T[], { named, idOf, find }: Named<T>): Promise<readonly T[]> {
  const known = new Set(entries.map(idOf))
  const wanted = [...new Set(named)].filter((id) => !known.has(id))
  const others: (T | undefined)[] = []
  for (let at = 0; at < wanted.length; at += mostAtOnce) {
    others.push(...(await Promise.all(wanted.slice(at, at + mostAtOnce).map(find))))
  }
  return [...entries, ...others.filter((one) => one !== undefined)]
}

/** The columns that record an entry's origin. */
type OriginRow = Pick<Schema['api'], 'source' | 'source_digest' | 'source_file' | 'source_members'>

function toOrigin(row: OriginRow): OriginOf {
  return {
    source: row.source as Source,
    file: row.source_file ?? undefined,
    digest: row.source_digest ?? undefined,
    lines: toLines(row),
  }
}

/** Writes fingerprints of lines with that of the entry, which shows whether another release changed the entry since. */
export function fromLines(lines: Lines | undefined, digest: string | undefined): string | null {
  return lines === undefined ? null : JSON.stringify({ of: digest ?? null, ...lines })
}

function toLines({ source_members: text, source_digest: digest }: OriginRow): Lines | undefined {
  if (text === null) return undefined
  const { of, ...lines } = JSON.parse(text) as Lines & { readonly of: string | null } // written only by fromLines
  return of === digest ? lines : undefined
}

function toApiEntry(row: Schema['api']): ApiEntry {
  const api = JSON.parse(row.description) as Api // written only by putApi
  return { api, position: row.position, ...toOrigin(row) }
}

export function toClientEntry(row: Schema['client']): ClientEntry {
  const { disabled: _, ...registration } = JSON.parse(row.registration) as ClientEntry['registration'] // written only by putClient
  return {
    // Commands change the column, so it takes precedence.
    registration: row.disabled === 1 ? { ...registration, disabled: true } : registration,
    secretHash: row.secret_hash ?? undefined,
    ...toOrigin(row),
  }
}

function toAccountEntry(row: Schema['account']): AccountEntry {
  return {
    id: row.id,
    username: row.username,
    normalizedUsername: row.normalized_username,
    passwordHash: row.password_hash ?? undefined,
    claims: JSON.parse(row.claims) as AccountEntry['claims'], // written only by putAccount
    disabled: row.disabled === 1,
    ...toOrigin(row),
  }
}
