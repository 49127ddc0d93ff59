import { maxClockDifference } from '../oauth/ports.ts'
import type { Database } from './database.ts'
import { inSlices } from './in-slices.ts'
import { type Statement, statement } from './statement.ts'

/** Rows removed in one transaction, so that none holds the lock for long. */
const batch = 200

/** Expired rows are kept this long, so that a replayed code or token is recognized. */
const keepMs = 24 * 3600 * 1000

type Gap = { readonly before: number }

/** An expired interaction is of no further use. */
const interactions = statement<Gap>('sweep/interaction')((query, { before }) =>
  query
    .deleteFrom('interaction')
    .where('id', 'in', (eb) => eb.selectFrom('interaction').select('id').where('expires_at', '<', before).limit(batch))
    .returning('id'),
)

/** An assertion that has expired is refused for that. */
const assertions = statement<Gap>('sweep/used_assertion')((query, { before }) =>
  query
    .deleteFrom('used_assertion')
    .where('hash', 'in', (eb) =>
      eb.selectFrom('used_assertion').select('hash').where('expires_at', '<', before).limit(batch),
    )
    .returning('hash'),
)

/** E-mail and links hold personal data, and are of no use after their end. */
const links = [
  statement<Gap>('sweep/mail')((query, { before }) =>
    query
      .deleteFrom('mail')
      .where('id', 'in', (eb) => eb.selectFrom('mail').select('id').where('expires_at', '<', before).limit(batch))
      .returning('id'),
  ),
  statement<Gap>('sweep/one_time_link')((query, { before }) =>
    query
      .deleteFrom('one_time_link')
      .where('hash', 'in', (eb) =>
        eb.selectFrom('one_time_link').select('hash').where('expires_at', '<', before).limit(batch),
      )
      .returning('hash'),
  ),
  statement<Gap>('sweep/code_attempt')((query, { before }) =>
    query
      .deleteFrom('code_attempt')
      .where('account_id', 'in', (eb) =>
        eb.selectFrom('code_attempt').select('account_id').where('day_ends_at', '<', before).limit(batch),
      )
      .where('day_ends_at', '<', before)
      .returning('account_id'),
  ),
  statement<Gap>('sweep/trusted_device')((query, { before }) =>
    query
      .deleteFrom('trusted_device')
      .where('hash', 'in', (eb) =>
        eb.selectFrom('trusted_device').select('hash').where('expires_at', '<', before).limit(batch),
      )
      .returning('hash'),
  ),
] as const satisfies readonly Statement<Gap, unknown>[]

/** Each finds its rows by an index that begins with the time; `npm test` checks the plans of both engines. */
const keptForADay = [
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
  statement<Gap>('sweep/session_client')((query, { before }) =>
    query
      .deleteFrom('session_client')
      .where('sid', 'in', (eb) =>
        eb.selectFrom('session_client').select('sid').where('expires_at', '<', before).limit(batch),
      )
      .where('expires_at', '<', before)
      .returning('sid'),
  ),
  statement<Gap>('sweep/authorization')((query, { before }) =>
    query
      .deleteFrom('authorization')
      .where('id', 'in', (eb) => eb.selectFrom('authorization').select('id').where('ends_at', '<', before).limit(batch))
      .returning('id'),
  ),
  statement<Gap>('sweep/initial_access_token')((query, { before }) =>
    query
      .deleteFrom('initial_access_token')
      .where('id', 'in', (eb) =>
        eb.selectFrom('initial_access_token').select('id').where('expires_at', '<', before).limit(batch),
      )
      .returning('id'),
  ),
  // A handful of rows, so that no index is needed.
  statement<Gap>('sweep/signing_key')((query, { before }) =>
    query.deleteFrom('signing_key').where('removed_at', '<', before).returning('id'),
  ),
] as const satisfies readonly Statement<Gap, unknown>[]

/**
 * Removes expired interactions, client assertions, e-mail and links, and other rows a day after they expired, in small batches with pauses.
 * @returns the number of removed rows
 */
export async function sweep(database: Database, now: number, stop?: AbortSignal): Promise<number> {
  let removed = await removeAll(database, interactions, now, stop)
  for (const one of links) removed += await removeAll(database, one, now, stop)
  removed += await removeAll(database, assertions, now - maxClockDifference, stop)
  for (const one of keptForADay) removed += await removeAll(database, one, now - keepMs, stop)
  return removed
}

async function removeAll(
  database: Database,
  one: Statement<Gap, unknown>,
  before: number,
  stop: AbortSignal | undefined,
): Promise<number> {
  let removed = 0
  await inSlices(
    async () => {
      const rows = await database.transaction((connection) => connection.run(one, { before }))
      removed += rows.length
      return rows.length === batch ? 'more' : 'done'
    },
    { stop },
  )
  return removed
}
