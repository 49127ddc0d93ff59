import type { Api } from '../../oauth/ports.ts'
import type {
  AccountEntry,
  ApiEntry,
  ClientEntry,
  Origin,
  ProvisioningStore,
  Source,
} from '../../provisioning/ports.ts'
import type { Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'

const allApis = statement<Record<string, never>>('provisioning-reads/allApis')((query) =>
  query.selectFrom('api').selectAll().orderBy('position').orderBy('identifier'),
)
const allClients = statement<Record<string, never>>('provisioning-reads/allClients')((query) =>
  query.selectFrom('client').selectAll().orderBy('id'),
)
const allAccounts = statement<Record<string, never>>('provisioning-reads/allAccounts')((query) =>
  query.selectFrom('account').selectAll().orderBy('normalized_username'),
)

const findClient = statement<{ id: string }>('provisioning-reads/findClient')((query, gap) =>
  query.selectFrom('client').selectAll().where('id', '=', gap.id),
)
const findAccount = statement<{ username: string }>('provisioning-reads/findAccount')((query, gap) =>
  query.selectFrom('account').selectAll().where('normalized_username', '=', gap.username),
)

/** What came from a file is little; what registered or signed up itself may be millions. */
const fileClients = statement<Record<string, never>>('provisioning-reads/fileClients')((query) =>
  query.selectFrom('client').selectAll().where('source', '=', 'file'),
)
const fileAccounts = statement<Record<string, never>>('provisioning-reads/fileAccounts')((query) =>
  query.selectFrom('account').selectAll().where('source', '=', 'file'),
)

/** Reads clients, APIs and people as operators name them. */
export function provisioningReads(database: Database): Omit<ProvisioningStore, 'change'> {
  const listApis = async () => (await database.run(allApis, {})).map(toApiEntry)
  const findClientEntries = async (id: string) => (await database.run(findClient, { id })).map(toClientEntry)
  const findAccountEntries = async (username: string) =>
    (await database.run(findAccount, { username })).map(toAccountEntry)
  return {
    listApis,
    listClients: async () => (await database.run(allClients, {})).map(toClientEntry),
    listAccounts: async () => (await database.run(allAccounts, {})).map(toAccountEntry),
    findClient: async (id) => (await findClientEntries(id))[0],
    findAccount: async (username) => (await findAccountEntries(username))[0],
    async listOrigins(kind, named): Promise<readonly Origin[]> {
      if (kind === 'api') return (await listApis()).map((one) => ({ ...one, id: one.api.identifier }))
      if (kind === 'client') {
        const entries = (await database.run(fileClients, {})).map(toClientEntry)
        return withNamed(entries.map(clientOrigin), named, async (id) =>
          (await findClientEntries(id)).map(clientOrigin),
        )
      }
      const entries = (await database.run(fileAccounts, {})).map(toAccountEntry)
      return withNamed(entries.map(accountOrigin), named, async (id) =>
        (await findAccountEntries(id)).map(accountOrigin),
      )
    },
  }
}

/** Adds the origins of what is named and came from elsewhere. */
async function withNamed(
  origins: readonly Origin[],
  named: readonly string[],
  find: (id: string) => Promise<readonly Origin[]>,
): Promise<readonly Origin[]> {
  const known = new Set(origins.map((origin) => origin.id))
  const others = await Promise.all(named.filter((id) => !known.has(id)).map(find))
  return [...origins, ...others.flat()]
}

function clientOrigin({ registration, source, digest }: ClientEntry): Origin {
  return { id: registration.client_id, source, digest }
}

function accountOrigin({ normalizedUsername, source, digest }: AccountEntry): Origin {
  return { id: normalizedUsername, source, digest }
}

function toApiEntry(row: Schema['api']): ApiEntry {
  return {
    api: JSON.parse(row.description) as Api, // written by putApi alone
    position: row.position,
    source: row.source as Source,
    digest: row.source_digest ?? undefined,
  }
}

function toClientEntry(row: Schema['client']): ClientEntry {
  return {
    registration: JSON.parse(row.registration) as ClientEntry['registration'], // written by putClient alone
    secretHash: row.secret_hash ?? undefined,
    source: row.source as Source,
    digest: row.source_digest ?? undefined,
  }
}

function toAccountEntry(row: Schema['account']): AccountEntry {
  return {
    id: row.id,
    username: row.username,
    normalizedUsername: row.normalized_username,
    passwordHash: row.password_hash ?? undefined,
    claims: JSON.parse(row.claims) as AccountEntry['claims'], // written by putAccount alone
    disabled: row.disabled === 1,
    source: row.source as Source,
    digest: row.source_digest ?? undefined,
  }
}
