import type { CodeAttempts } from '../../accounts/ports.ts'
import { type Database, write } from '../database.ts'
import { statement } from '../statement.ts'

type Gaps = {
  accountId: string
  browserHash: string
  now: number
  endsAt: number
  most: number
  dayEndsAt: number
  mostOfDay: number
}

/** Counts a try and checks both limits in one statement; no row if one is reached, or the account was removed. */
const count = statement<Gaps>('code-attempts/count')((query, gap) =>
  query
    .insertInto('code_attempt')
    .columns(['account_id', 'browser_hash', 'tries', 'ends_at', 'day_tries', 'day_ends_at'])
    .expression((eb) =>
      eb
        .selectFrom('account')
        .select((one) => [
          'account.id',
          one.cast<string>(one.val(gap.browserHash), 'text').as('browser_hash'),
          one.lit(1).as('tries'),
          one.cast<number>(one.val(gap.endsAt), 'bigint').as('ends_at'),
          one.lit(1).as('day_tries'),
          one.cast<number>(one.val(gap.dayEndsAt), 'bigint').as('day_ends_at'),
        ])
        .where('account.id', '=', gap.accountId),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'browser_hash'])
        .doUpdateSet((eb) => ({
          tries: eb
            .case()
            .when('code_attempt.ends_at', '<=', gap.now)
            .then(eb.lit(1))
            .else(eb('code_attempt.tries', '+', eb.lit(1)))
            .end(),
          ends_at: eb
            .case()
            .when('code_attempt.ends_at', '<=', gap.now)
            .then(eb.ref('excluded.ends_at'))
            .else(eb.ref('code_attempt.ends_at'))
            .end(),
          day_tries: eb
            .case()
            .when('code_attempt.day_ends_at', '<=', gap.now)
            .then(eb.lit(1))
            .else(eb('code_attempt.day_tries', '+', eb.lit(1)))
            .end(),
          day_ends_at: eb
            .case()
            .when('code_attempt.day_ends_at', '<=', gap.now)
            .then(eb.ref('excluded.day_ends_at'))
            .else(eb.ref('code_attempt.day_ends_at'))
            .end(),
        }))
        .where((eb) =>
          eb.and([
            eb.or([eb('code_attempt.ends_at', '<=', gap.now), eb('code_attempt.tries', '<', gap.most)]),
            eb.or([eb('code_attempt.day_ends_at', '<=', gap.now), eb('code_attempt.day_tries', '<', gap.mostOfDay)]),
          ]),
        ),
    )
    .returning('tries'),
)

const find = statement<{ accountId: string; browserHash: string }>('code-attempts/find')((query, gap) =>
  query
    .selectFrom('code_attempt')
    .select(['tries', 'ends_at', 'day_tries', 'day_ends_at'])
    .where('account_id', '=', gap.accountId)
    .where('browser_hash', '=', gap.browserHash),
)

const forgive = statement<{ accountId: string; browserHash: string }>('code-attempts/forgive')((query, gap) =>
  query
    .updateTable('code_attempt')
    .set((eb) => ({ tries: eb('tries', '-', eb.lit(1)), day_tries: eb('day_tries', '-', eb.lit(1)) }))
    .where('account_id', '=', gap.accountId)
    .where('browser_hash', '=', gap.browserHash)
    .where('tries', '>', (eb) => eb.lit(0))
    .where('day_tries', '>', (eb) => eb.lit(0)),
)

/** Counts the codes that are tried, for all processes of the server together. */
export function createCodeAttempts(database: Database): CodeAttempts {
  return {
    async count({ accountId, browserHash, now, short, day }) {
      const key = { accountId, browserHash }
      const ends = { endsAt: now + short.milliseconds, dayEndsAt: now + day.milliseconds }
      const limits = { most: short.points, mostOfDay: day.points }
      if ((await write(database, count, { ...key, now, ...ends, ...limits })).length > 0) return undefined
      const [row] = await database.run(find, key)
      if (row === undefined) return now
      return Math.max(
        row.tries >= short.points ? row.ends_at : 0,
        row.day_tries >= day.points ? row.day_ends_at : 0,
        // The limit ended meanwhile: the next try is counted.
        now,
      )
    },
    async forgive(key) {
      await write(database, forgive, { ...key })
    },
  }
}
