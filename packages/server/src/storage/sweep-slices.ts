import type { Database } from './database.ts'
import { type Statement, statement } from './statement.ts'
import { rest } from './sweep.ts'

/** Rows examined in one transaction. */
const slice = 1000

/** Slices of a table examined per run: with a run a minute, seven million rows a day. */
const slicesPerRun = 5

const day = 86_400_000

/** How long a known browser is remembered. */
const browserMs = 400 * day

/**
 * A revoked token family is kept until all of its access tokens have expired, at most a day: they are recognized as
 * revoked by it.
 */
const revokedMs = 2 * day

type Place = { readonly after: string }
type Gap = Place & {
  readonly last: string
  readonly revokedBefore: number
  readonly idleBefore: number
  readonly unusedBefore: number
  readonly browserBefore: number
}

interface SlicedTable {
  /** Finds the last row of the slice, null if there is none; the engine's own text order counts. */
  readonly last: Statement<Place, { readonly last: string | null }>
  readonly remove: Statement<Gap, unknown>
}

/** Rows that no index identifies as removable: an index would cost every issue and refresh more than these scans do. */
const tables: readonly SlicedTable[] = [
  {
    last: statement<Place>('sweep-slices/lastFamily')((query, { after }) =>
      query
        .selectFrom((eb) =>
          eb.selectFrom('token_family').select('id').where('id', '>', after).orderBy('id').limit(slice).as('slice'),
        )
        .select((eb) => eb.fn.max('slice.id').as('last')),
    ),
    remove: statement<Gap>('sweep-slices/family')((query, gap) =>
      query
        .deleteFrom('token_family')
        .where('id', '>', gap.after)
        .where('id', '<=', gap.last)
        .where((eb) =>
          eb.or([
            eb('revoked_at', '<', gap.revokedBefore),
            eb('rotated_at', '<', gap.idleBefore),
            // Left by an earlier release that removed its account: it is of no use without one.
            eb.not(
              eb.exists(
                eb.selectFrom('account').select('account.id').whereRef('account.id', '=', 'token_family.account_id'),
              ),
            ),
          ]),
        )
        .returning('id'),
    ),
  },
  {
    last: statement<Place>('sweep-slices/lastAuthorization')((query, { after }) =>
      query
        .selectFrom((eb) =>
          eb.selectFrom('authorization').select('id').where('id', '>', after).orderBy('id').limit(slice).as('slice'),
        )
        .select((eb) => eb.fn.max('slice.id').as('last')),
    ),
    // Also removes an authorization that was unused for so long that none of its tokens is active, if the same user has
    // since granted the same client the same rights: a user sees the two as one.
    remove: statement<Gap>('sweep-slices/authorization')((query, gap) =>
      query
        .deleteFrom('authorization')
        .where('id', '>', gap.after)
        .where('id', '<=', gap.last)
        .where((eb) =>
          eb.or([
            eb('revoked_at', '<', gap.revokedBefore),
            eb.and([
              eb(eb.fn.coalesce('last_used_at', 'created_at'), '<', gap.unusedBefore),
              eb.exists(
                eb
                  .selectFrom('authorization as newer')
                  .select('newer.id')
                  .whereRef('newer.account_id', '=', 'authorization.account_id')
                  .whereRef('newer.client_id', '=', 'authorization.client_id')
                  .whereRef('newer.rights', '=', 'authorization.rights')
                  .whereRef('newer.remembered', '>=', 'authorization.remembered')
                  .whereRef('newer.created_at', '>', 'authorization.created_at')
                  .where('newer.revoked_at', 'is', null)
                  .where('newer.ends_at', 'is', null),
              ),
            ]),
          ]),
        )
        .returning('id'),
    ),
  },
  {
    last: statement<Place>('sweep-slices/lastBrowser')((query, { after }) =>
      query
        .selectFrom((eb) =>
          eb
            .selectFrom('known_browser')
            .select('browser_hash')
            .where('browser_hash', '>', after)
            .orderBy('browser_hash')
            .limit(slice)
            .as('slice'),
        )
        .select((eb) => eb.fn.max('slice.browser_hash').as('last')),
    ),
    remove: statement<Gap>('sweep-slices/browser')((query, gap) =>
      query
        .deleteFrom('known_browser')
        .where('browser_hash', '>', gap.after)
        .where('browser_hash', '<=', gap.last)
        .where('last_login_at', '<', gap.browserBefore)
        .returning('browser_hash'),
    ),
  },
]

/**
 * Scans tables in slices, a few per call, and removes revoked and unused token families, revoked and superseded
 * authorizations, and forgotten browsers. Returns the number of removed rows.
 * @param idleMs after how long an unused refresh token expires
 */
export function createSliceSweeper(
  database: Database,
  { idleMs }: { readonly idleMs: number },
): (now: number, stop?: AbortSignal) => Promise<number> {
  const places = tables.map(() => '')
  return async (now, stop) => {
    const moments = {
      revokedBefore: now - revokedMs,
      idleBefore: now - idleMs - revokedMs,
      // Twice, because a crash may lose the record of one use.
      unusedBefore: now - 2 * (idleMs + revokedMs),
      browserBefore: now - browserMs,
    }
    let removed = 0
    for (const [index, { last, remove }] of tables.entries()) {
      for (let left = slicesPerRun; left > 0 && !stop?.aborted; left--) {
        const started = performance.now()
        const after = places[index] ?? ''
        const [found] = await database.run(last, { after })
        places[index] = found?.last ?? ''
        if (places[index] === '') break
        const values = { after, last: places[index] ?? '', ...moments }
        removed += (await database.transaction((connection) => connection.run(remove, values))).length
        await rest(performance.now() - started)
      }
    }
    return removed
  }
}
