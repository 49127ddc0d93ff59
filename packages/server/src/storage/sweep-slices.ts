import type { Database } from './database.ts'
import { rest } from './in-slices.ts'
import { type Statement, statement } from './statement.ts'
import { readPlaces, writePlaces } from './sweep-places.ts'

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
  readonly name: string
  /** Finds the last row of the slice, null if there is none; the engine's own text order counts. */
  readonly last: Statement<Place, { readonly last: string | null }>
  readonly remove: Statement<Gap, unknown>
}

/** Rows that no index identifies as removable: an index would cost every issue and refresh more than these scans do. */
const tables: readonly SlicedTable[] = [
  {
    name: 'token_family',
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
            // Issued while its account was removed, or left by an earlier release: unusable without the account.
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
    name: 'authorization',
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
    name: 'known_browser',
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
  {
    name: 'code',
    last: statement<Place>('sweep-slices/lastCode')((query, { after }) =>
      query
        .selectFrom((eb) =>
          eb.selectFrom('code').select('hash').where('hash', '>', after).orderBy('hash').limit(slice).as('slice'),
        )
        .select((eb) => eb.fn.max('slice.hash').as('last')),
    ),
    // Codes of a removed account.
    remove: statement<Gap>('sweep-slices/code')((query, gap) =>
      query
        .deleteFrom('code')
        .where('hash', '>', gap.after)
        .where('hash', '<=', gap.last)
        .where((eb) =>
          eb.not(
            eb.exists(eb.selectFrom('account').select('account.id').whereRef('account.id', '=', 'code.account_id')),
          ),
        )
        .returning('hash'),
    ),
  },
  {
    name: 'access_token',
    last: statement<Place>('sweep-slices/lastAccessToken')((query, { after }) =>
      query
        .selectFrom((eb) =>
          eb
            .selectFrom('access_token')
            .select('hash')
            .where('hash', '>', after)
            .orderBy('hash')
            .limit(slice)
            .as('slice'),
        )
        .select((eb) => eb.fn.max('slice.hash').as('last')),
    ),
    // Access tokens of a removed account.
    remove: statement<Gap>('sweep-slices/accessToken')((query, gap) =>
      query
        .deleteFrom('access_token')
        .where('hash', '>', gap.after)
        .where('hash', '<=', gap.last)
        .where('account_id', 'is not', null)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb.selectFrom('account').select('account.id').whereRef('account.id', '=', 'access_token.account_id'),
            ),
          ),
        )
        .returning('hash'),
    ),
  },
]

/**
 * Scans tables in slices, a few per call, and removes revoked and unused token families, revoked and superseded
 * authorizations, forgotten browsers, and codes and tokens of removed accounts. Returns the number of removed rows. The last
 * scanned key of each table is stored, so that restarts and other nodes continue there.
 * @param idleMs after how long an unused refresh token expires
 */
export function createSliceSweeper(
  database: Database,
  { idleMs }: { readonly idleMs: number },
): (now: number, stop?: AbortSignal) => Promise<number> {
  return async (now, stop) => {
    const moments = {
      revokedBefore: now - revokedMs,
      idleBefore: now - idleMs - revokedMs,
      // Twice, because a crash may lose the record of one use.
      unusedBefore: now - 2 * (idleMs + revokedMs),
      browserBefore: now - browserMs,
    }
    const places = await readPlaces(database)
    let removed = 0
    for (const { name, last, remove } of tables) {
      let after = places[name] ?? ''
      for (let left = slicesPerRun; left > 0 && !stop?.aborted; left--) {
        const started = performance.now()
        const [found] = await database.run(last, { after })
        if (found?.last == null) {
          after = ''
          break
        }
        const values = { after, last: found.last, ...moments }
        removed += (await database.transaction((connection) => connection.run(remove, values))).length
        after = found.last
        await rest(performance.now() - started)
      }
      places[name] = after
    }
    await writePlaces(database, places)
    return removed
  }
}
