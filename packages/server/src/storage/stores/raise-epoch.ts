import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'
import { epochSetting, readEpoch } from './epoch.ts'
import { endAllClients } from './session-clients.ts'

const write = statement<{ name: string; value: string }>('raise-epoch/write')((query, gap) =>
  query
    .insertInto('setting')
    .values({ name: gap.name, value: gap.value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: gap.value })),
)

/** Moves the epoch to `now`, which revokes every token, session and authorization. It never moves back. */
export async function raiseEpoch(connection: Connection, now: number): Promise<number> {
  const epoch = Math.max(now, (await readEpoch(connection)) + 1)
  await endAllClients(connection)
  await connection.run(write, { name: epochSetting, value: String(epoch) })
  return epoch
}
