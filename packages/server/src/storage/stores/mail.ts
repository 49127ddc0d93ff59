import type { MailStore, Notice, StoredMail } from '../../accounts/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import { statement } from '../statement.ts'

/** Messages that are claimed at once. */
const mostClaimed = 4

/** The moment at which a kept message is due: never. */
const never = 8_640_000_000_000_000

const add = statement<{
  id: string
  accountId: string | null
  kind: string
  sealed: string
  createdAt: number
  dueAt: number
  attempts: number
  expiresAt: number
}>('mail/add')((query, gap) =>
  query.insertInto('mail').values({
    id: gap.id,
    account_id: gap.accountId,
    kind: gap.kind,
    sealed: gap.sealed,
    created_at: gap.createdAt,
    due_at: gap.dueAt,
    attempts: gap.attempts,
    expires_at: gap.expiresAt,
  }),
)

// The condition is repeated: a statement that waited for another one sees the row as that one left it.
const claim = statement<{ now: number; leasedUntil: number }>('mail/claim')((query, gap) =>
  query
    .updateTable('mail')
    .set((eb) => ({ due_at: gap.leasedUntil, attempts: eb('attempts', '+', eb.lit(1)) }))
    .where('due_at', '<=', gap.now)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('mail')
        .select('id')
        .where('due_at', '<=', gap.now)
        .where('expires_at', '>', gap.now)
        .orderBy('due_at')
        .limit(mostClaimed),
    )
    .returningAll(),
)

const remove = statement<{ id: string }>('mail/remove')((query, gap) =>
  query.deleteFrom('mail').where('id', '=', gap.id),
)

const removeClaimed = statement<{ id: string; attempts: number }>('mail/removeClaimed')((query, gap) =>
  query.deleteFrom('mail').where('id', '=', gap.id).where('attempts', '=', gap.attempts).returning('id'),
)

const findAccount = statement<{ id: string }>('mail/findAccount')((query, gap) =>
  query.selectFrom('account').select('id').where('id', '=', gap.id),
)

const keep = statement<{ id: string; now: number; never: number }>('mail/keep')((query, gap) =>
  query
    .updateTable('mail')
    .set((eb) => ({ sent_at: gap.now, due_at: gap.never, last_error: eb.lit(null) }))
    .where('id', '=', gap.id),
)

const postpone = statement<{ id: string; attempts: number; dueAt: number; error: string }>('mail/postpone')(
  (query, gap) =>
    query
      .updateTable('mail')
      .set({ due_at: gap.dueAt, last_error: gap.error })
      .where('id', '=', gap.id)
      .where('attempts', '=', gap.attempts),
)

const listKept = statement<{ most: number }>('mail/listKept')((query, gap) =>
  query
    .selectFrom('mail')
    .selectAll()
    .where('sent_at', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(gap.most),
)

const count = statement<{ now: number }>('mail/count')((query, gap) =>
  query
    .selectFrom('mail')
    .select((eb) => [
      eb.fn.countAll().as('waiting'),
      eb.fn.count('last_error').as('failing'),
      eb.fn.min('created_at').as('oldest'),
      eb.fn.max('last_error').as('error'),
    ])
    .where('sent_at', 'is', null)
    .where('expires_at', '>', gap.now),
)

export function createMailStore(database: Database): MailStore {
  return {
    async add(mail) {
      await write(database, add, toColumns(mail))
    },
    claim: async (times) => (await write(database, claim, { ...times })).map(toMail),
    async replace({ id, attempts }, by) {
      await database.transaction(async (connection) => {
        if ((await connection.run(removeClaimed, { id, attempts })).length === 0) return
        for (const mail of by) {
          const isOfAccount = mail.accountId !== undefined
          if (isOfAccount && (await connection.run(findAccount, { id: mail.accountId })).length === 0) continue
          await connection.run(add, toColumns(mail))
        }
      })
    },
    async remove(id) {
      await write(database, remove, { id })
    },
    async keep(id, now) {
      await write(database, keep, { id, now, never })
    },
    async postpone({ id, attempts }, dueAt, error) {
      await write(database, postpone, { id, attempts, dueAt, error })
    },
    listKept: async (most) => (await database.run(listKept, { most })).map(toMail),
    async count(now) {
      const [row] = await database.run(count, { now })
      return {
        waiting: Number(row?.waiting ?? 0),
        failing: Number(row?.failing ?? 0),
        oldest: row?.oldest == null ? undefined : Number(row.oldest),
        lastError: row?.error ?? undefined,
      }
    },
  }
}

/** Adds a message in the transaction that it is about. */
export async function addMail(connection: Connection, mail: StoredMail): Promise<void> {
  await connection.run(add, toColumns(mail))
}

/** Adds the notice about a change in the transaction of the change: neither happens without the other. */
export async function addNotice(connection: Connection, notice: Notice): Promise<void> {
  if (notice !== undefined) await addMail(connection, notice)
}

function toColumns({ lastError: _, accountId, ...mail }: StoredMail) {
  return { ...mail, accountId: accountId ?? null }
}

function toMail(row: {
  readonly id: string
  readonly account_id: string | null
  readonly kind: string
  readonly sealed: string
  readonly created_at: number
  readonly due_at: number
  readonly attempts: number
  readonly last_error: string | null
  readonly expires_at: number
}): StoredMail {
  return {
    id: row.id,
    accountId: row.account_id ?? undefined,
    kind: row.kind,
    sealed: row.sealed,
    createdAt: Number(row.created_at),
    dueAt: Number(row.due_at),
    attempts: Number(row.attempts),
    lastError: row.last_error ?? undefined,
    expiresAt: Number(row.expires_at),
  }
}
