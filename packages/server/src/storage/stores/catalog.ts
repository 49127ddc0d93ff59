import { LRUCache } from 'lru-cache'
import {
  type Api,
  type Client,
  type ClientFeatures,
  type ClientRegistration,
  type InsecureOptions,
  type OAuthStores,
  toClient,
} from '../../oauth/ports.ts'
import type { Connection, Database } from '../database.ts'
import { statement } from '../statement.ts'
import { readEpoch } from './epoch.ts'

/** Clients and APIs for the hot path, cached until a change. */
export interface Catalog extends Pick<OAuthStores, 'findClient' | 'listApis' | 'findEpoch' | 'findInsecureOptions'> {
  /** Clears the cache after a change here or by another process. */
  forget(): void
}

const findClient = statement<{ id: string }>('catalog/findClient')((query, gap) =>
  query
    .selectFrom('client')
    .select([
      'registration',
      'source',
      'secret_hash',
      'disabled',
      'valid_after',
      'own_valid_after',
      'previous_secret_hash',
      'previous_secret_until',
    ])
    .where('id', '=', gap.id),
)

const apis = statement<Record<string, never>>('catalog/apis')((query) =>
  query.selectFrom('api').select(['description', 'valid_after']).orderBy('position').orderBy('identifier'),
)

/**
 * Registrations are compact JSON with escaped quotes in texts: the pattern matches nothing but the option. Only the few
 * clients with an insecure option are compared.
 */
const allowing = statement<{ pattern: string }>('catalog/allowing')((query, gap) =>
  query
    .selectFrom('client')
    .select('id')
    .where((eb) => eb.or([eb('allow_implicit', '!=', eb.lit(0)), eb('allow_password', '!=', eb.lit(0))]))
    .where('registration', 'like', gap.pattern)
    .limit(1),
)

const bump = statement<Record<string, never>>('catalog/bump')((query) =>
  query.updateTable('change').set((eb) => ({ counter: eb('counter', '+', 1) })),
)

const counter = statement<Record<string, never>>('catalog/counter')((query) =>
  query.selectFrom('change').select('counter'),
)

/**
 * Records, in the transaction of the change, that clients, APIs or signing keys changed: every process then reads
 * again.
 */
export async function noteChange(connection: Connection): Promise<void> {
  await connection.run(bump, {})
}

/** Reads the counter that every change increments. */
export async function readChangeCounter(connection: Connection): Promise<number> {
  return (await connection.run(counter, {}))[0]?.counter ?? 0
}

export function createCatalog(database: Database, features: ClientFeatures): Catalog {
  // Promises, as everything here: a request asks for its client up to four times.
  const clients = new LRUCache<string, Promise<Client>>({ max: 10_000 })
  let knownApis: Promise<readonly Api[]> | undefined
  let knownEpoch: Promise<number> | undefined
  let knownOptions: Promise<InsecureOptions> | undefined
  let age = 0
  const readClient = async (id: string): Promise<Client | undefined> => {
    const before = age
    const [row] = await database.run(findClient, { id })
    if (row === undefined) return undefined
    const registration = JSON.parse(row.registration) as ClientRegistration // checked when it was written
    const { previous_secret_hash: hash, previous_secret_until: until } = row
    const client = toClient({ ...registration, disabled: row.disabled === 1 }, row.secret_hash ?? undefined, features, {
      isDynamic: row.source === 'registration',
      validAfter: row.valid_after ?? 0,
      ownValidAfter: row.own_valid_after ?? 0,
      previousSecret: hash === null || until === null ? undefined : { hash, until },
    })
    if (before === age) clients.set(id, Promise.resolve(client))
    return client
  }
  return {
    findClient: (id) => clients.get(id) ?? readClient(id),
    listApis() {
      knownApis ??= database
        .run(apis, {})
        .then((rows) => rows.map(toApi))
        .catch((error) => {
          knownApis = undefined
          throw error
        })
      return knownApis
    },
    findEpoch() {
      knownEpoch ??= readEpoch(database).catch((error) => {
        knownEpoch = undefined
        throw error
      })
      return knownEpoch
    },
    findInsecureOptions(options) {
      const names = options.map(({ option }) => option)
      knownOptions ??= readAllowed(names, database).catch((error) => {
        knownOptions = undefined
        throw error
      })
      return knownOptions
    },
    forget() {
      age++
      clients.clear()
      knownApis = undefined
      knownEpoch = undefined
      knownOptions = undefined
    },
  }
}

async function readAllowed(names: readonly string[], database: Database): Promise<InsecureOptions> {
  const allowed = await Promise.all(
    names.map(async (name) => (await database.run(allowing, { pattern: `%"${name}":true%` })).length > 0),
  )
  return new Set(names.filter((_, at) => allowed[at]))
}

function toApi(row: { readonly description: string; readonly valid_after: number | null }): Api {
  const api = JSON.parse(row.description) as Api // checked when it was written
  return row.valid_after === null ? api : { ...api, validAfter: row.valid_after }
}
