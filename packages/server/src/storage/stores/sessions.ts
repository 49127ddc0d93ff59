import type { Kysely } from 'kysely'
import type { Session, SessionStore } from '../../accounts/ports.ts'
import { type Database, write } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { toAccount, versionOf } from './accounts.ts'
import type { Catalog } from './catalog.ts'

const activeAccount = (query: Kysely<Schema>, gap: { readonly accountId: string }) =>
  query
    .selectFrom('account')
    .select(['password_hash', 'credentials_version'])
    .where('id', '=', gap.accountId)
    .where((eb) => eb('disabled', '=', eb.lit(0)))

/** With SQLite's single writer, a read in a transaction blocks all others. */
const findAccount = statement<{ accountId: string }>('sessions/findAccount')(activeAccount)

/** A change of the password waits for a login in progress, then ends its session with the others. */
const holdAccount = statement<{ accountId: string }>('sessions/holdAccount')((query, gap) =>
  activeAccount(query, gap).forShare(),
)

const add = statement<{ [K in keyof Schema['session']]: Schema['session'][K] }>('sessions/add')((query, gap) =>
  query.insertInto('session').values({
    hash: gap.hash,
    account_id: gap.account_id,
    browser_hash: gap.browser_hash,
    user_agent: gap.user_agent,
    authenticated_at: gap.authenticated_at,
    last_seen_at: gap.last_seen_at,
    expires_at: gap.expires_at,
    context: gap.context,
  }),
)

const noteBrowser = statement<{ browserHash: string; accountId: string; now: number }>('sessions/noteBrowser')(
  (query, gap) =>
    query
      .insertInto('known_browser')
      .values({ browser_hash: gap.browserHash, account_id: gap.accountId, last_login_at: gap.now })
      .onConflict((conflict) =>
        conflict.columns(['browser_hash', 'account_id']).doUpdateSet({ last_login_at: gap.now }),
      ),
)

/**
 * The maximum number of sessions and known browsers of an account, so that a known or shared password cannot fill the
 * disk.
 */
const mostOfAccount = 50

const removeOldSessions = statement<{ accountId: string; newest: string }>('sessions/removeOld')((query, gap) =>
  query.deleteFrom('session').where('hash', 'in', (eb) =>
    eb
      .selectFrom('session')
      .select('hash')
      .where('account_id', '=', gap.accountId)
      .where('hash', '!=', gap.newest)
      .orderBy('last_seen_at', 'desc')
      .limit(1000)
      .offset(mostOfAccount - 1),
  ),
)

const removeOldBrowsers = statement<{ accountId: string; newest: string }>('sessions/removeOldBrowsers')((query, gap) =>
  query
    .deleteFrom('known_browser')
    .where('account_id', '=', gap.accountId)
    .where('browser_hash', 'in', (eb) =>
      eb
        .selectFrom('known_browser as other')
        .select('other.browser_hash')
        .where('other.account_id', '=', gap.accountId)
        .where('other.browser_hash', '!=', gap.newest)
        .orderBy('other.last_login_at', 'desc')
        .limit(1000)
        .offset(mostOfAccount - 1),
    ),
)

const find = statement<{ hash: string }>('sessions/find')((query, gap) =>
  query
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .selectAll('session')
    .select(['account.id', 'account.username', 'account.claims', 'account.disabled'])
    .where('session.hash', '=', gap.hash),
)

const touch = statement<{ hash: string; now: number }>('sessions/touch')((query, gap) =>
  query.updateTable('session').set({ last_seen_at: gap.now }).where('hash', '=', gap.hash),
)

const end = statement<{ hash: string }>('sessions/end')((query, gap) =>
  query.deleteFrom('session').where('hash', '=', gap.hash),
)

const endOne = statement<{ hash: string; accountId: string }>('sessions/endOne')((query, gap) =>
  query.deleteFrom('session').where('hash', '=', gap.hash).where('account_id', '=', gap.accountId),
)

const endOthers = statement<{ hash: string; accountId: string }>('sessions/endOthers')((query, gap) =>
  query.deleteFrom('session').where('account_id', '=', gap.accountId).where('hash', '!=', gap.hash).returning('hash'),
)

const list = statement<{ accountId: string; now: number }>('sessions/list')((query, gap) =>
  query
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', gap.accountId)
    .where('expires_at', '>', gap.now)
    .orderBy('last_seen_at', 'desc')
    .limit(100),
)

const findBrowser = statement<{ browserHash: string; accountId: string }>('sessions/findBrowser')((query, gap) =>
  query
    .selectFrom('known_browser')
    .select('account_id')
    .where('browser_hash', '=', gap.browserHash)
    .where('account_id', '=', gap.accountId),
)

export function createSessionStore(database: Database, { findEpoch }: Pick<Catalog, 'findEpoch'>): SessionStore {
  return {
    async begin(session, credentialsVersion, replaced) {
      const { accountId, browserHash, authenticatedAt: now } = session
      return database.transaction(async (connection) => {
        const holding = connection.engine === 'postgres' ? holdAccount : findAccount
        const [account] = await connection.run(holding, { accountId })
        if (account === undefined || versionOf(account) !== credentialsVersion) return false
        if (replaced !== undefined) await connection.run(end, { hash: replaced })
        await connection.run(add, fromSession(session))
        await connection.run(noteBrowser, { browserHash, accountId, now })
        await connection.run(removeOldSessions, { accountId, newest: session.hash })
        await connection.run(removeOldBrowsers, { accountId, newest: browserHash })
        return true
      })
    },
    async find(hash) {
      const [row] = await database.run(find, { hash })
      if (row === undefined || row.authenticated_at <= (await findEpoch())) return undefined
      return { ...toSession(row), account: toAccount(row) }
    },
    async touch(hash, now) {
      await write(database, touch, { hash, now })
    },
    async end(hash) {
      await write(database, end, { hash })
    },
    async endOne(hash, accountId) {
      await write(database, endOne, { hash, accountId })
    },
    async endOthers(hash, accountId) {
      return (await write(database, endOthers, { hash, accountId })).length
    },
    async list(accountId, now) {
      const [rows, epoch] = await Promise.all([database.run(list, { accountId, now }), findEpoch()])
      return rows.filter((row) => row.authenticated_at > epoch).map(toSession)
    },
    async isKnownBrowser(browserHash, accountId) {
      return (await database.run(findBrowser, { browserHash, accountId })).length > 0
    },
  }
}

function toSession(row: Schema['session']): Session {
  return {
    hash: row.hash,
    accountId: row.account_id,
    browserHash: row.browser_hash,
    userAgent: row.user_agent,
    authenticatedAt: row.authenticated_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    context: row.context === null ? {} : (JSON.parse(row.context) as Session['context']), // written only by fromSession
  }
}

function fromSession(session: Session): Schema['session'] {
  return {
    hash: session.hash,
    account_id: session.accountId,
    browser_hash: session.browserHash,
    user_agent: session.userAgent,
    authenticated_at: session.authenticatedAt,
    last_seen_at: session.lastSeenAt,
    expires_at: session.expiresAt,
    context: JSON.stringify(session.context),
  }
}
