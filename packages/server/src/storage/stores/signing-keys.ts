import { maxClockDifference } from '../../oauth/ports.ts'
import type { SigningKeyStore } from '../../signing-keys/ports.ts'
import { type Database, write } from '../database.ts'
import { statement } from '../statement.ts'
import { type AdminAudit, adminKey, readOnly } from './audit/audit.ts'
import { noteChange } from './catalog.ts'

const list = statement<{ now: number }>('signing-keys/list')((query, gap) =>
  query
    .selectFrom('signing_key')
    .selectAll()
    .where((eb) => eb.or([eb('removed_at', 'is', null), eb('removed_at', '>', gap.now)]))
    .orderBy('active_from'),
)

const add = statement<{ id: string; algorithm: string; privateKey: string; createdAt: number; activeFrom: number }>(
  'signing-keys/add',
)((query, gap) =>
  query.insertInto('signing_key').values({
    id: gap.id,
    algorithm: gap.algorithm,
    private_key: gap.privateKey,
    created_at: gap.createdAt,
    active_from: gap.activeFrom,
    removed_at: null,
  }),
)

const reseal = statement<{ id: string; privateKey: string; was: string }>('signing-keys/reseal')((query, gap) =>
  query
    .updateTable('signing_key')
    .set({ private_key: gap.privateKey })
    .where('id', '=', gap.id)
    .where('private_key', '=', gap.was),
)

const retire = statement<{ algorithm: string; except: string; removedAt: number }>('signing-keys/retire')(
  (query, gap) =>
    query
      .updateTable('signing_key')
      .set({ removed_at: gap.removedAt })
      .where('algorithm', '=', gap.algorithm)
      .where('id', '!=', gap.except)
      .where('removed_at', 'is', null),
)

const distrust = statement<{ algorithm: string; except: string; removedAt: number }>('signing-keys/distrust')(
  (query, gap) =>
    query
      .updateTable('signing_key')
      .set({ removed_at: gap.removedAt })
      .where('algorithm', '=', gap.algorithm)
      .where('id', '!=', gap.except)
      .where((eb) => eb.or([eb('removed_at', 'is', null), eb('removed_at', '>', gap.removedAt)])),
)

/** Removes a pending key, which would otherwise take over from a newer one that already signs. */
const dropPending = statement<{ algorithm: string; activeFrom: number; removedAt: number }>('signing-keys/dropPending')(
  (query, gap) =>
    query
      .updateTable('signing_key')
      .set({ removed_at: gap.removedAt })
      .where('algorithm', '=', gap.algorithm)
      .where('active_from', '>', gap.activeFrom)
      .where((eb) => eb.or([eb('removed_at', 'is', null), eb('removed_at', '>', gap.removedAt)])),
)

/** When the newest key that can sign by a given time became active. */
const newestActive = statement<{ algorithm: string; now: number; by: number }>('signing-keys/newestActive')(
  (query, gap) =>
    query
      .selectFrom('signing_key')
      .select((eb) => eb.fn.max('active_from').as('at'))
      .where('algorithm', '=', gap.algorithm)
      .where('active_from', '<=', gap.by)
      .where((eb) => eb.or([eb('removed_at', 'is', null), eb('removed_at', '>', gap.now)])),
)

const readSetting = statement<{ name: string }>('signing-keys/readSetting')((query, gap) =>
  query.selectFrom('setting').select('value').where('name', '=', gap.name),
)

const writeSetting = statement<{ name: string; value: string }>('signing-keys/writeSetting')((query, gap) =>
  query
    .insertInto('setting')
    .values({ name: gap.name, value: gap.value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: gap.value })),
)

/** The row that identifies the newest key of an algorithm. */
const begin = statement<{ name: string }>('signing-keys/begin')((query, gap) =>
  query
    .insertInto('setting')
    .values({ name: gap.name, value: '' })
    .onConflict((conflict) => conflict.column('name').doNothing()),
)

/** Of two transactions that replace the same key, the second waits for the row and then finds another key in it. */
const succeed = statement<{ name: string; replaces: string; id: string }>('signing-keys/succeed')((query, gap) =>
  query
    .updateTable('setting')
    .set({ value: gap.id })
    .where('name', '=', gap.name)
    .where('value', '=', gap.replaces)
    .returning('name'),
)

const newestName = (algorithm: string) => `signing key: newest ${algorithm}`

/** The maximum difference between two nodes' clocks, in milliseconds: each may be a minute off the database's. */
const nodeClockDifference = 2 * maxClockDifference

export function createSigningKeyStore(database: Database, admin: AdminAudit = readOnly): SigningKeyStore {
  return {
    list: (now) => database.run(list, { now }),
    newest: async (algorithm) => (await database.run(readSetting, { name: newestName(algorithm) }))[0]?.value ?? '',
    async add(key, { replaces, othersStay, distrust: isDistrusted = false }) {
      const { id, algorithm, private_key: privateKey, created_at: createdAt } = key
      return database.transaction(async (connection) => {
        const name = newestName(algorithm)
        await connection.run(begin, { name })
        if ((await connection.run(succeed, { name, replaces, id })).length === 0) return undefined
        const [newest] = await connection.run(newestActive, {
          algorithm,
          now: createdAt,
          by: createdAt + nodeClockDifference,
        })
        // By every node's clock the distrusted keys are gone, so no existing key can sign before this one.
        const activeFrom = isDistrusted ? key.active_from : Math.max(key.active_from, (newest?.at ?? 0) + 1)
        const othersRemovedAt = isDistrusted ? createdAt - nodeClockDifference : activeFrom + othersStay
        await connection.run(add, { id, algorithm, privateKey, createdAt, activeFrom })
        await connection.run(dropPending, { algorithm, activeFrom, removedAt: createdAt })
        const others = isDistrusted ? distrust : retire
        await connection.run(others, { algorithm, except: id, removedAt: othersRemovedAt })
        await noteChange(connection)
        const detail = `${algorithm} ${id}${isDistrusted ? ', those before it distrusted' : ''}`
        await admin.note(connection, [{ type: 'signing-key.made', detail }])
        return { activeFrom, othersRemovedAt }
      }, adminKey)
    },
    async reseal({ id, private_key: privateKey }, was) {
      await write(database, reseal, { id, privateKey, was })
    },
    readSetting: async (name) => (await database.run(readSetting, { name }))[0]?.value,
    async writeSetting(name, value) {
      await write(database, writeSetting, { name, value })
    },
  }
}
