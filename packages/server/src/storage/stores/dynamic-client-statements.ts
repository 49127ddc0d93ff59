import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'

/** The source of these clients. */
export const source = 'registration'

/** The maximum number of clients removed at a time. */
export const mostRemoved = 500

type Owned = { readonly id: string; readonly token: string }

export const findByToken = statement<Owned>('dynamic-clients/find')((query, gap) =>
  query.selectFrom('client').selectAll().where('id', '=', gap.id).where('registration_token_hash', '=', gap.token),
)

export const setToken = statement<Owned>('dynamic-clients/setToken')((query, gap) =>
  query.updateTable('client').set({ registration_token_hash: gap.token }).where('id', '=', gap.id),
)

export const swapToken = statement<Owned & { readonly next: string }>('dynamic-clients/swapToken')((query, gap) =>
  query
    .updateTable('client')
    .set({ registration_token_hash: gap.next })
    .where('id', '=', gap.id)
    .where('registration_token_hash', '=', gap.token)
    .returning('id'),
)

export const removeByToken = statement<Owned>('dynamic-clients/remove')((query, gap) =>
  query
    .deleteFrom('client')
    .where('id', '=', gap.id)
    .where('registration_token_hash', '=', gap.token)
    .returning(['id', 'last_used_at']),
)

const isAuthorized = (eb: ExpressionBuilder<Schema, 'client'>, now: number) =>
  eb.exists(
    eb
      .selectFrom('authorization')
      .select('authorization.id')
      .whereRef('authorization.client_id', '=', 'client.id')
      .where('authorization.revoked_at', 'is', null)
      .where((or) => or.or([or('authorization.ends_at', 'is', null), or('authorization.ends_at', '>', now)])),
  )

/** One client beyond the limit, if there is one. */
export const beyondLimit = statement<{ source: string; most: number }>('dynamic-clients/beyondLimit')((query, gap) =>
  query
    .selectFrom('client')
    .select('id')
    .where('source', '=', gap.source)
    .where('last_used_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .offset(gap.most),
)

/** Removes the oldest clients without a token, except as many as are kept. */
export const removeOldest = statement<{ source: string; kept: number; now: number }>('dynamic-clients/removeOldest')(
  (query, gap) =>
    query
      .deleteFrom('client')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('client')
          .select('id')
          .where('source', '=', gap.source)
          .where('last_used_at', 'is', null)
          .orderBy('created_at', 'desc')
          .limit(mostRemoved)
          .offset(gap.kept),
      )
      .where((eb) => eb.not(isAuthorized(eb, gap.now)))
      .returning('id'),
)

/** Removes clients that got no token since a moment, in two parts: an index finds each. */
export const removeNeverUsed = statement<{ source: string; before: number; now: number }>(
  'dynamic-clients/removeNeverUsed',
)((query, gap) =>
  query
    .deleteFrom('client')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('client')
        .select('id')
        .where('source', '=', gap.source)
        .where('last_used_at', 'is', null)
        .where('created_at', '<', gap.before)
        .where((one) => one.not(isAuthorized(one, gap.now)))
        .limit(mostRemoved),
    )
    .returning('id'),
)

export const removeLongUnused = statement<{ source: string; before: number; now: number }>(
  'dynamic-clients/removeLongUnused',
)((query, gap) =>
  query
    .deleteFrom('client')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('client')
        .select('id')
        .where('source', '=', gap.source)
        .where('last_used_at', '<', gap.before)
        .where((one) => one.not(isAuthorized(one, gap.now)))
        .limit(mostRemoved),
    )
    .returning('id'),
)

/** Leaves the row alone if its time is later: another node may have written it. */
export const noteUse = statement<{ id: string; lastUsedAt: number }>('dynamic-clients/noteUse')((query, gap) =>
  query
    .updateTable('client')
    .set({ last_used_at: gap.lastUsedAt })
    .where('id', '=', gap.id)
    .where((eb) => eb(eb.fn.coalesce('last_used_at', eb.lit(0)), '<', gap.lastUsedAt)),
)
