import type { Database } from './database.ts'
import { statement } from './statement.ts'

/** Rows removed in one transaction, so that none holds the lock for long. */
const batch = 500

/** What has ended is kept this long: a replayed code or token is then still known as one. */
const keepMs = 24 * 3600 * 1000

type Gap = { readonly before: number }

const sweeps = [
  statement<Gap>('sweep/interaction')((query, { before }) =>
    query
      .deleteFrom('interaction')
      .where('id', 'in', (eb) =>
        eb.selectFrom('interaction').select('id').where('expires_at', '<', before).limit(batch),
      )
      .returning('id'),
  ),
  statement<Gap>('sweep/code')((query, { before }) =>
    query
      .deleteFrom('code')
      .where('hash', 'in', (eb) => eb.selectFrom('code').select('hash').where('expires_at', '<', before).limit(batch))
      .returning('hash'),
  ),
  statement<Gap>('sweep/access_token')((query, { before }) =>
    query
      .deleteFrom('access_token')
      .where('hash', 'in', (eb) =>
        eb.selectFrom('access_token').select('hash').where('expires_at', '<', before).limit(batch),
      )
      .returning('hash'),
  ),
  statement<Gap>('sweep/token_family')((query, { before }) =>
    query
      .deleteFrom('token_family')
      .where('id', 'in', (eb) =>
        eb.selectFrom('token_family').select('id').where('expires_at', '<', before).limit(batch),
      )
      .returning('id'),
  ),
  statement<Gap>('sweep/revoked_jwt')((query, { before }) =>
    query
      .deleteFrom('revoked_jwt')
      .where('id', 'in', (eb) =>
        eb.selectFrom('revoked_jwt').select('id').where('expires_at', '<', before).limit(batch),
      )
      .returning('id'),
  ),
  statement<Gap>('sweep/session')((query, { before }) =>
    query
      .deleteFrom('session')
      .where('hash', 'in', (eb) =>
        eb.selectFrom('session').select('hash').where('expires_at', '<', before).limit(batch),
      )
      .returning('hash'),
  ),
  statement<Gap>('sweep/authorization')((query, { before }) =>
    query
      .deleteFrom('authorization')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('authorization')
          .select('id')
          .where((or) => or.or([or('ends_at', '<', before), or('revoked_at', '<', before)]))
          .limit(batch),
      )
      .returning('id'),
  ),
] as const

/** Removes what ended more than a day ago, in small batches; answers how many rows went. */
export async function sweep(database: Database, now: number): Promise<number> {
  let removed = 0
  for (const one of sweeps) {
    for (let more = true; more; ) {
      const rows: readonly unknown[] = await database.transaction((connection) =>
        connection.run<Gap, unknown>(one, { before: now - keepMs }),
      )
      removed += rows.length
      more = rows.length === batch
    }
  }
  return removed
}
