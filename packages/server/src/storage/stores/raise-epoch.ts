import type { Database } from '../database.ts'
import { statement } from '../statement.ts'
import { type AdminAudit, adminKey } from './audit/audit.ts'
import { noteChange } from './catalog.ts'
import { epochSetting, readEpoch } from './epoch.ts'

const write = statement<{ name: string; value: string }>('raise-epoch/write')((query, gap) =>
  query
    .insertInto('setting')
    .values({ name: gap.name, value: gap.value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: gap.value })),
)

/** Revokes every token, session and authorization there is, by moving the epoch to `now`. It never moves back. */
export async function raiseEpoch(database: Database, admin: AdminAudit, now: number): Promise<number> {
  return database.transaction(async (connection) => {
    const epoch = Math.max(now, (await readEpoch(connection)) + 1)
    await connection.run(write, { name: epochSetting, value: String(epoch) })
    await noteChange(connection)
    await admin.note(connection, [{ type: 'token.all-revoked' }])
    return epoch
  }, adminKey)
}
