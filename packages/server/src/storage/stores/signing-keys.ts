import { type Database, write } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { type AdminAudit, adminKey, readOnly } from './audit.ts'
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

const retire = statement<{ algorithm: string; except: string; removedAt: number }>('signing-keys/retire')(
  (query, gap) =>
    query
      .updateTable('signing_key')
      .set({ removed_at: gap.removedAt })
      .where('algorithm', '=', gap.algorithm)
      .where('id', '!=', gap.except)
      .where('removed_at', 'is', null),
)

/** A key that was still to sign when a newer one signs already would take over from it. */
const dropPending = statement<{ algorithm: string; activeFrom: number; removedAt: number }>('signing-keys/dropPending')(
  (query, gap) =>
    query
      .updateTable('signing_key')
      .set({ removed_at: gap.removedAt })
      .where('algorithm', '=', gap.algorithm)
      .where('active_from', '>', gap.activeFrom),
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

/** A signing key as stored: its private half encrypted. */
export type StoredKey = Schema['signing_key']

/** Keeps signing keys and the few settings that belong to the database itself. */
export interface SigningKeyStore {
  /** Lists the keys that are still published, the oldest first. */
  list(now: number): Promise<readonly StoredKey[]>
  /** Adds a key and sets when the algorithm's other keys are removed; those that were to sign later never will. */
  add(key: Omit<StoredKey, 'removed_at'>, othersRemovedAt: number): Promise<void>
  readSetting(name: string): Promise<string | undefined>
  writeSetting(name: string, value: string): Promise<void>
}

/** Stores signing keys. */
export function createSigningKeyStore(database: Database, admin: AdminAudit = readOnly): SigningKeyStore {
  return {
    list: (now) => database.run(list, { now }),
    async add(key, othersRemovedAt) {
      await database.transaction(async (connection) => {
        const { id, algorithm, private_key: privateKey, created_at: createdAt, active_from: activeFrom } = key
        await connection.run(add, { id, algorithm, privateKey, createdAt, activeFrom })
        await connection.run(dropPending, { algorithm, activeFrom, removedAt: createdAt })
        await connection.run(retire, { algorithm, except: id, removedAt: othersRemovedAt })
        await noteChange(connection)
        await admin.note(connection, [{ type: 'signing-key.made', detail: `${algorithm} ${id}` }])
      }, adminKey)
    },
    readSetting: async (name) => (await database.run(readSetting, { name }))[0]?.value,
    async writeSetting(name, value) {
      await write(database, writeSetting, { name, value })
    },
  }
}
