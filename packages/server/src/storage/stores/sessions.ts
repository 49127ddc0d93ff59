import type { Kysely } from 'kysely'
import type { EndedSession, SessionStore } from '../../accounts/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { toAccount, versionOf } from './accounts.ts'
import type { Catalog } from './catalog.ts'
import type { LogoutOutbox } from './logout-outbox.ts'
import { endClientsOfAccount, endClientsOfSession, keepClients } from './session-clients.ts'
import { fromSession, sidOf, toSession } from './session-rows.ts'

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
    last_address: gap.last_address,
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
  query
    .deleteFrom('session')
    .where('hash', 'in', (eb) =>
      eb
        .selectFrom('session')
        .select('hash')
        .where('account_id', '=', gap.accountId)
        .where('hash', '!=', gap.newest)
        .orderBy('last_seen_at', 'desc')
        .limit(1000)
        .offset(mostOfAccount - 1),
    )
    .returning('context'),
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
    .select(['account.id', 'account.username', 'account.claims', 'account.disabled', 'account.terms_version'])
    .where('session.hash', '=', gap.hash),
)

const touch = statement<{ hash: string; now: number; address: string | null }>('sessions/touch')((query, gap) =>
  query
    .updateTable('session')
    .set((eb) => ({
      last_seen_at: gap.now,
      last_address: eb.fn.coalesce(eb.val(gap.address), eb.ref('last_address')) as never,
    }))
    .where('hash', '=', gap.hash),
)

const end = statement<{ hash: string }>('sessions/end')((query, gap) =>
  query.deleteFrom('session').where('hash', '=', gap.hash).returning('context'),
)

const endOne = statement<{ hash: string; accountId: string }>('sessions/endOne')((query, gap) =>
  query.deleteFrom('session').where('hash', '=', gap.hash).where('account_id', '=', gap.accountId).returning('context'),
)

export const endOthers = statement<{ hash: string; accountId: string }>('sessions/endOthers')((query, gap) =>
  query.deleteFrom('session').where('account_id', '=', gap.accountId).where('hash', '!=', gap.hash).returning('hash'),
)

export const findContext = statement<{ hash: string }>('sessions/findContext')((query, gap) =>
  query.selectFrom('session').select('context').where('hash', '=', gap.hash),
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

/** Ends what clients have of sessions that were deleted. */
async function endClients(
  connection: Connection,
  rows: readonly { readonly context: string | null }[],
): Promise<EndedSession & { readonly isQueued: boolean }> {
  const ended: { sid: string | undefined; clientIds: readonly string[]; isQueued: boolean } = {
    sid: undefined,
    clientIds: [],
    isQueued: false,
  }
  for (const row of rows) {
    const sid = sidOf(row)
    if (sid === undefined) continue
    const { clientIds, isQueued } = await endClientsOfSession(connection, sid)
    ended.sid = sid
    ended.clientIds = clientIds
    ended.isQueued ||= isQueued
  }
  return ended
}

/** Ends all sessions of an account but one, and what clients have of them. */
export async function endOtherSessions(
  connection: Connection,
  { accountId, hash }: { readonly accountId: string; readonly hash: string },
): Promise<{ readonly count: number; readonly isQueued: boolean }> {
  const [kept] = await connection.run(findContext, { hash })
  const ended = await connection.run(endOthers, { hash, accountId })
  return { count: ended.length, isQueued: await endClientsOfAccount(connection, accountId, kept && sidOf(kept)) }
}

export function createSessionStore(
  database: Database,
  { findEpoch }: Pick<Catalog, 'findEpoch'>,
  { announce }: Pick<LogoutOutbox, 'announce'>,
): SessionStore {
  /** Announces what a transaction queued once it is on disk. */
  async function announcing<T extends { readonly isQueued: boolean }>(
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const result = await database.transaction(work)
    if (result.isQueued) announce()
    return result
  }
  return {
    async begin(session, credentialsVersion, replaced) {
      const { accountId, browserHash, lastSeenAt: now } = session
      const { sid } = session.context
      const { began } = await announcing(async (connection) => {
        const holding = connection.engine === 'postgres' ? holdAccount : findAccount
        const [account] = await connection.run(holding, { accountId })
        if (account === undefined || versionOf(account) !== credentialsVersion) return { began: false, isQueued: false }
        const before = replaced === undefined ? [] : await connection.run(end, { hash: replaced })
        // A repeated login of the same user continues the session for its clients.
        const ended = before.filter((row) => sid === undefined || sidOf(row) !== sid)
        if (sid !== undefined && ended.length < before.length) await keepClients(connection, sid, session.expiresAt)
        await connection.run(add, fromSession(session))
        await connection.run(noteBrowser, { browserHash, accountId, now })
        const old = await connection.run(removeOldSessions, { accountId, newest: session.hash })
        await connection.run(removeOldBrowsers, { accountId, newest: browserHash })
        return { began: true, isQueued: (await endClients(connection, [...ended, ...old])).isQueued }
      })
      return began
    },
    async find(hash) {
      const [row] = await database.run(find, { hash })
      if (row === undefined || row.authenticated_at <= (await findEpoch())) return undefined
      return { ...toSession(row), account: toAccount(row) }
    },
    async touch(hash, now, address) {
      await write(database, touch, { hash, now, address: address ?? null })
    },
    end: (hash) => announcing(async (connection) => endClients(connection, await connection.run(end, { hash }))),
    async endOne(hash, accountId) {
      await announcing(async (connection) => endClients(connection, await connection.run(endOne, { hash, accountId })))
    },
    async endOthers(hash, accountId) {
      const { count } = await announcing((connection) => endOtherSessions(connection, { hash, accountId }))
      return count
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
