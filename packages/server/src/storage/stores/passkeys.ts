import type { Kysely } from 'kysely'
import type { Passkey, PasskeyStore, SpentChallenge } from '../../accounts/ports.ts'
import type { Connection, Database } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { toAccount, versionOf } from './accounts.ts'
import { toInstant } from './columns.ts'
import type { LogoutOutbox } from './logout-outbox.ts'
import { addNotice } from './mail.ts'
import { endOtherSessions } from './sessions.ts'
import { spend } from './used-once.ts'

type Owned = { readonly id: string; readonly accountId: string }

const list = statement<{ accountId: string }>('passkeys/list')((query, gap) =>
  query
    .selectFrom('passkey')
    .selectAll()
    .where('account_id', '=', gap.accountId)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100),
)

const find = statement<{ id: string }>('passkeys/find')((query, gap) =>
  query
    .selectFrom('passkey')
    .innerJoin('account', 'account.id', 'passkey.account_id')
    .selectAll('passkey')
    .select([
      'account.username',
      'account.claims',
      'account.disabled',
      'account.password_hash',
      'account.credentials_version',
    ])
    .where('passkey.id', '=', gap.id),
)

const activeAccount = (query: Kysely<Schema>, gap: { readonly accountId: string }) =>
  query
    .selectFrom('account')
    .select('id')
    .where('id', '=', gap.accountId)
    .where((eb) => eb('disabled', '=', eb.lit(0)))

/** `holdAccount` for SQLite, which has no row locks and needs none: its transactions run one after another. */
const findAccount = statement<{ accountId: string }>('passkeys/findAccount')(activeAccount)

/** Changes of one account's ways to log in wait for each other. */
const holdAccount = statement<{ accountId: string }>('passkeys/holdAccount')((query, gap) =>
  activeAccount(query, gap).forUpdate(),
)

const changeVersion = statement<{ accountId: string; version: string }>('passkeys/changeVersion')((query, gap) =>
  query.updateTable('account').set({ credentials_version: gap.version }).where('id', '=', gap.accountId),
)

const count = statement<{ accountId: string }>('passkeys/count')((query, gap) =>
  query
    .selectFrom('passkey')
    .select((eb) => eb.fn.countAll<number>().as('amount'))
    .where('account_id', '=', gap.accountId),
)

const add = statement<{ [K in keyof Schema['passkey']]: Schema['passkey'][K] }>('passkeys/add')((query, gap) =>
  query
    .insertInto('passkey')
    .values({
      id: gap.id,
      account_id: gap.account_id,
      public_key: gap.public_key,
      counter: gap.counter,
      transports: gap.transports,
      name: gap.name,
      backed_up: gap.backed_up,
      aaguid: gap.aaguid,
      created_at: gap.created_at,
      last_used_at: gap.last_used_at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id'),
)

const rename = statement<Owned & { name: string }>('passkeys/rename')((query, gap) =>
  query
    .updateTable('passkey')
    .set({ name: gap.name })
    .where('id', '=', gap.id)
    .where('account_id', '=', gap.accountId)
    .returning('id'),
)

const remove = statement<Owned>('passkeys/remove')((query, gap) =>
  query
    .deleteFrom('passkey')
    .where('id', '=', gap.id)
    .where('account_id', '=', gap.accountId)
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('account')
            .select('account.id')
            .where('account.id', '=', gap.accountId)
            .where('account.password_hash', 'is not', null),
        ),
        eb.exists(
          eb
            .selectFrom('passkey as other')
            .select('other.id')
            .where('other.account_id', '=', gap.accountId)
            .where('other.id', '!=', gap.id),
        ),
        eb.exists(
          eb
            .selectFrom('upstream_identity')
            .select('upstream_identity.subject')
            .where('upstream_identity.account_id', '=', gap.accountId),
        ),
      ]),
    )
    .returning('id'),
)

const findOwned = statement<Owned>('passkeys/findOwned')((query, gap) =>
  query.selectFrom('passkey').select('id').where('id', '=', gap.id).where('account_id', '=', gap.accountId),
)

/** Passkeys that do not count send 0 each time. */
const use = statement<{ id: string; counter: number; backedUp: number; now: number }>('passkeys/use')((query, gap) =>
  query
    .updateTable('passkey')
    .set({ counter: gap.counter, backed_up: gap.backedUp, last_used_at: gap.now })
    .where('id', '=', gap.id)
    .where((eb) =>
      eb.or([
        eb('counter', '<', gap.counter),
        eb.and([eb('counter', '=', eb.lit(0)), eb('counter', '=', gap.counter)]),
      ]),
    )
    .returning('id'),
)

export function createPasskeyStore(database: Database, { announce }: Pick<LogoutOutbox, 'announce'>): PasskeyStore {
  return {
    list: async (accountId) => (await database.run(list, { accountId })).map(toPasskey),
    async find(id) {
      const [row] = await database.run(find, { id })
      if (row === undefined) return undefined
      const account = { ...toAccount({ ...row, id: row.account_id }), credentialsVersion: versionOf(row) }
      return { passkey: toPasskey(row), account }
    },
    add: ({ accountId, ...passkey }, challenge, { most, version, notice }) =>
      database.transaction(async (connection) => {
        if (!(await isUnused(connection, challenge))) return 'replayed'
        if (!(await hold(connection, accountId))) return 'gone'
        const [{ amount } = { amount: 0 }] = await connection.run(count, { accountId })
        if (Number(amount) >= most) return 'full'
        const added = await connection.run(add, {
          id: passkey.id,
          account_id: accountId,
          public_key: passkey.publicKey,
          counter: passkey.counter,
          transports: JSON.stringify(passkey.transports),
          name: passkey.name,
          backed_up: passkey.isBackedUp ? 1 : 0,
          aaguid: passkey.aaguid,
          created_at: passkey.createdAt,
          last_used_at: null,
        })
        if (added.length === 0) return 'taken'
        await connection.run(changeVersion, { accountId, version })
        await addNotice(connection, notice)
        return 'added'
      }, accountId),
    rename: (id, accountId, name) =>
      database.transaction(async (connection) => (await connection.run(rename, { id, accountId, name })).length > 0),
    async remove(id, accountId, { version, keptSession, notice }) {
      const { outcome, isQueued } = await database.transaction(async (connection) => {
        const nothing = (outcome: 'last' | 'unknown') => ({ outcome, isQueued: false })
        if (!(await hold(connection, accountId))) return nothing('unknown')
        const removed = await connection.run(remove, { id, accountId })
        if (removed.length === 0) {
          return nothing((await connection.run(findOwned, { id, accountId })).length > 0 ? 'last' : 'unknown')
        }
        await connection.run(changeVersion, { accountId, version })
        await addNotice(connection, notice)
        const ended = await endOtherSessions(connection, { accountId, hash: keptSession })
        return { outcome: 'removed' as const, isQueued: ended.isQueued }
      }, accountId)
      if (isQueued) announce()
      return outcome
    },
    use: ({ id, challenge, counter, isBackedUp, now }) =>
      database.transaction(async (connection) => {
        if (!(await isUnused(connection, challenge))) return 'replayed'
        const used = await connection.run(use, { id, counter, backedUp: isBackedUp ? 1 : 0, now })
        if (used.length > 0) return 'used'
        return (await connection.run(find, { id })).length > 0 ? 'copied' : 'gone'
      }, id),
  }
}

async function isUnused(connection: Connection, { hash, expiresAt }: SpentChallenge): Promise<boolean> {
  return (await connection.run(spend, { hash, expiresAt })).length > 0
}

async function hold(connection: Connection, accountId: string): Promise<boolean> {
  const holding = connection.engine === 'postgres' ? holdAccount : findAccount
  return (await connection.run(holding, { accountId })).length > 0
}

function toPasskey(row: Schema['passkey']): Passkey {
  return {
    id: row.id,
    accountId: row.account_id,
    publicKey: row.public_key,
    counter: Number(row.counter),
    transports: JSON.parse(row.transports) as readonly string[], // written only by `add`
    name: row.name,
    isBackedUp: row.backed_up === 1,
    aaguid: row.aaguid,
    createdAt: row.created_at,
    lastUsedAt: toInstant(row.last_used_at),
  }
}
