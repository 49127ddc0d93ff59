import type { OwnAccountStore } from '../../accounts/ports.ts'
import { type Database, write } from '../database.ts'
import { statement } from '../statement.ts'
import { versionOf } from './accounts.ts'
import type { LogoutOutbox } from './logout-outbox.ts'
import { addNotice } from './mail.ts'
import { endClientsOfAccount } from './session-clients.ts'
import { sidOf } from './session-rows.ts'
import { endOthers, findContext } from './sessions.ts'

const find = statement<{ id: string }>('own-account/find')((query, gap) =>
  query.selectFrom('account').selectAll().where('id', '=', gap.id),
)

const changeClaims = statement<{ id: string; was: string; claims: string; now: number }>('own-account/changeClaims')(
  (query, gap) =>
    query
      .updateTable('account')
      .set({ claims: gap.claims, updated_at: gap.now })
      .where('id', '=', gap.id)
      .where('claims', '=', gap.was)
      .returning('id'),
)

/** The old hash is compared again, since another transaction may have changed it after the read. */
const changePassword = statement<{ id: string; was: string; none: string; passwordHash: string; version: string }>(
  'own-account/changePassword',
)((query, gap) =>
  query
    .updateTable('account')
    .set({ password_hash: gap.passwordHash, credentials_version: gap.version })
    .where('id', '=', gap.id)
    .where((eb) => eb('disabled', '=', eb.lit(0)))
    .where((eb) => eb(eb.fn.coalesce('password_hash', eb.val(gap.none)), '=', gap.was))
    .returning('id'),
)

/** Links that were sent before may set no password after it. */
const dropLinks = statement<{ id: string; purpose: string }>('own-account/dropLinks')((query, gap) =>
  query.deleteFrom('one_time_link').where('account_id', '=', gap.id).where('purpose', '=', gap.purpose),
)

const listEvents = statement<{ id: string; at: number; chain: string; number: number; most: number }>(
  'own-account/listEvents',
)((query, gap) =>
  query
    .selectFrom('audit')
    .select(['chain', 'number', 'at', 'type', 'actor', 'client_id', 'address'])
    .where('account_id', '=', gap.id)
    .where('at', '<=', gap.at)
    .where((eb) =>
      eb.or([
        eb('at', '<', gap.at),
        eb('chain', '<', gap.chain),
        eb.and([eb('chain', '=', gap.chain), eb('number', '<', gap.number)]),
      ]),
    )
    .orderBy('at', 'desc')
    .orderBy('chain', 'desc')
    .orderBy('number', 'desc')
    .limit(gap.most as never),
)

/** Stores what users change of their own accounts. */
export function createOwnAccountStore(
  database: Database,
  { announce }: Pick<LogoutOutbox, 'announce'>,
): OwnAccountStore {
  return {
    async find(id) {
      const [row] = await database.run(find, { id })
      return (
        row && {
          id,
          username: row.username,
          claims: JSON.parse(row.claims) as Readonly<Record<string, unknown>>, // checked when it was written
          source: row.source,
          hasPassword: row.password_hash !== null,
          credentialsVersion: versionOf(row),
          createdAt: row.created_at,
          updatedAt: row.updated_at ?? row.created_at,
        }
      )
    },
    async changeClaims({ id, was, claims, now }) {
      const values = { id, was: JSON.stringify(was), claims: JSON.stringify(claims), now }
      return (await write(database, changeClaims, values)).length === 1
    },
    async changePassword({ id, checkedVersion, passwordHash, version, sessionHash, notice }) {
      const { isChanged, isQueued } = await database.transaction(async (connection) => {
        const none = { isChanged: false, isQueued: false }
        const [row] = await connection.run(find, { id })
        if (row === undefined || versionOf(row) !== checkedVersion) return none
        const values = { id, was: row.password_hash ?? '', none: '', passwordHash, version }
        if ((await connection.run(changePassword, values)).length === 0) return none
        await connection.run(dropLinks, { id, purpose: 'recover' })
        const [kept] = await connection.run(findContext, { hash: sessionHash })
        await connection.run(endOthers, { hash: sessionHash, accountId: id })
        await addNotice(connection, notice)
        return { isChanged: true, isQueued: await endClientsOfAccount(connection, id, kept && sidOf(kept)) }
      })
      if (isQueued) announce()
      return isChanged
    },
    async listEvents(id, { before, most }) {
      const [at = '', chain = '', number = ''] = before?.split('.') ?? []
      const from = before === undefined ? Number.MAX_SAFE_INTEGER : Number.parseInt(at, 36)
      const values = { id, at: from, chain, number: Number.parseInt(number, 36) || 0, most }
      return (await database.run(listEvents, values)).map((row) => ({
        type: row.type,
        at: row.at,
        clientId: row.client_id ?? undefined,
        address: row.actor === null ? (row.address ?? undefined) : undefined,
        place: `${row.at.toString(36)}.${row.chain}.${row.number.toString(36)}`,
      }))
    },
  }
}
