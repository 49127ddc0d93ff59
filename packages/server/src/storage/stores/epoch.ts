import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'

const read = statement<{ name: string }>('epoch/read')((query, gap) =>
  query.selectFrom('setting').select('value').where('name', '=', gap.name),
)

/** The setting that holds the epoch. */
export const epochSetting = 'tokens: epoch'

/** Reads the time until which every token, session and authorization is revoked; 0 if this never happened. */
export async function readEpoch(connection: Connection): Promise<number> {
  return Number((await connection.run(read, { name: epochSetting }))[0]?.value ?? 0)
}
