import type { ClientEntry, DynamicClientStore } from '../../management/ports.ts'
import type { Connection, Database } from '../database.ts'
import { type Catalog, noteChange } from './catalog.ts'
import * as statements from './dynamic-client-statements.ts'
import { isUsable, useOnce } from './initial-access-tokens.ts'
import { clientColumns } from './provisioning.ts'
import { toClientEntry } from './provisioning-reads.ts'
import { putClient } from './provisioning-statements.ts'
import { buryRemoved } from './revocation-writes.ts'

const { source } = statements

/**
 * Creates the store of the clients that registered themselves. Adding one leaves the caches of all processes alone:
 * they hold no unknown clients. Other changes are visible here at once, and elsewhere within a second.
 */
export function createDynamicClientStore(
  database: Database,
  { forget }: Pick<Catalog, 'forget'> = { forget: () => {} },
): DynamicClientStore {
  return {
    isInitialAccessTokenUsable: (hash, now) => isUsable(database, hash, now),
    add: ({ entry, createdAt }, { registrationToken, initialToken, mostUnused }) =>
      database.transaction(async (connection) => {
        if (initialToken !== undefined && !(await useOnce(connection, initialToken, createdAt))) return 'refused'
        await put(connection, entry, createdAt)
        await connection.run(statements.setToken, { id: entry.registration.client_id, token: registrationToken })
        await removeBeyond(connection, mostUnused, createdAt)
        return 'added'
      }, initialToken),
    async find(id, token) {
      const [row] = await database.run(statements.findByToken, { id, token })
      return row && { entry: toClientEntry(row), createdAt: row.created_at }
    },
    async replace(entry, { old, new: next }, now) {
      const id = entry.registration.client_id
      const isReplaced = await database.transaction(async (connection) => {
        if ((await connection.run(statements.swapToken, { id, token: old, next })).length === 0) return false
        await put(connection, entry, now)
        await noteChange(connection)
        return true
      }, old)
      if (isReplaced) forget()
      return isReplaced
    },
    async remove(id, token, now) {
      const isRemoved = await database.transaction(async (connection) => {
        const [removed] = await connection.run(statements.removeByToken, { id, token })
        if (removed === undefined) return false
        // Its identifier is random: only what it got can be mistaken for that of another.
        if (removed.last_used_at !== null) await buryRemoved(connection, 'client', id, now)
        await noteChange(connection)
        return true
      }, token)
      if (isRemoved) forget()
      return isRemoved
    },
    removeUnused: (before, now) =>
      database.transaction(async (connection) => {
        const never = await connection.run(statements.removeNeverUsed, { source, before, now })
        const long = await connection.run(statements.removeLongUnused, { source, before, now })
        for (const { id } of long) await buryRemoved(connection, 'client', id, now)
        const removed = [...never, ...long].map((one) => one.id)
        if (removed.length > 0) await noteChange(connection)
        return removed
      }),
  }
}

async function put(connection: Connection, entry: ClientEntry, now: number): Promise<void> {
  await connection.run(putClient, clientColumns(entry, now))
}

/** Removes a twentieth at once, so that a flood of registrations does not empty the caches each time. */
async function removeBeyond(connection: Connection, most: number, now: number): Promise<void> {
  if ((await connection.run(statements.beyondLimit, { source, most })).length === 0) return
  const kept = Math.max(1, most - Math.floor(most / 20))
  const removed = await connection.run(statements.removeOldest, { source, kept, now })
  if (removed.length > 0) await noteChange(connection)
}

/** When a client last got a token. */
export interface ClientUse {
  readonly id: string
  readonly lastUsedAt: number
}

/** Records the last uses of many clients in one transaction, always in the same order, so that two nodes never deadlock. */
export async function noteClientUses(database: Database, uses: readonly ClientUse[]): Promise<void> {
  const ordered = uses.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await database.transaction(async (connection) => {
    for (const { id, lastUsedAt } of ordered) await connection.run(statements.noteUse, { id, lastUsedAt })
  })
}
