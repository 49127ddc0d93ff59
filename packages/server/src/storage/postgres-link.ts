import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type ClientConfig, types as standardTypes } from 'pg'
import { Unavailable } from '../oauth/ports.ts'
import type { BatchForm } from './batch-form.ts'
import { type Watch, watchOver } from './postgres-watch.ts'
import type { Value } from './statement.ts'

/** A query as PostgreSQL gets it; with a name it is parsed once a connection. */
export interface Query {
  readonly name?: string | undefined
  readonly text: string
  readonly values?: readonly (Value | readonly Value[])[]
  /** How it can be sent with others of the same statement. */
  readonly batch?: BatchForm | undefined
}

/** One connection, opened when it is first used and again after it broke. */
export interface Link {
  /** Whether it is connected, as far as is known. */
  readonly isOpen: boolean
  /** Begins to connect where it is not connected; nobody waits for it. */
  open(): void
  /** Sends a query at once, behind those already sent; @throws Unavailable, Conflict */
  query(query: Query): Promise<readonly unknown[]>
  /**
   * Sends a query that belongs to a transaction already begun: on that very connection or not at all, because on a new
   * one it would be committed by itself. @throws Unavailable, Conflict
   */
  further(query: Query): Promise<readonly unknown[]>
  /** Drops the connection, so that nothing of an unfinished transaction stays. */
  drop(): void
  close(): Promise<void>
}

/**
 * Says that PostgreSQL refused one statement for a reason that lies outside: a row that somebody else holds, a right or a
 * table that is missing. The connection is well, and so are the transactions beside it.
 */
export class Hindered extends Error {
  override readonly name = 'Hindered'
}

/** Says that a transaction in which a statement failed was undone where it should have been committed. */
class Undone extends Error {
  override readonly name = 'Undone'
}

/** Says that two transactions got into each other's way, and this one was undone: it can be run again. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** How long connecting and answering may take, in milliseconds: with the wait for a turn, less than five seconds. */
const connectWithin = 2_000
export const answerWithin = 2_500

/** After a failed connection the next try begins no sooner, in milliseconds. */
const pause = 250

/** How long PostgreSQL may take to say goodbye. */
const endWithin = 500

/** 64-bit integers are moments and counts here, far below the limit of a JavaScript number. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 20 ? Number : standardTypes.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
}

/**
 * Creates a link. Queries are pipelined: sent without waiting for the answers before them.
 * @param patience how long an answer may take, in milliseconds; longer only where nobody waits for a reply
 */
export function createLink(connectionString: string, patience = answerWithin): Link {
  let opening: Promise<Open> | undefined
  let current: Open | undefined
  /** The socket of the connection, also while it is being made. */
  let socket: Socket | undefined
  let failedAt = -Infinity
  let isClosed = false
  /** Whether statements have names; a pooler that hands each transaction another connection may not know them. */
  let hasNames = true
  /** Counts how often the schema changed under the statements that were prepared: each time they are prepared anew. */
  let generation = 0

  function connect(): Promise<Open> {
    if (isClosed) return Promise.reject(new Unavailable('the database is closed'))
    opening ??= connectAfterPause().then(
      (opened) => {
        current = opened
        return opened
      },
      (error) => {
        failedAt = performance.now()
        forget()
        throw error
      },
    )
    return opening
  }

  async function connectAfterPause(): Promise<Open> {
    const left = failedAt + pause - performance.now()
    if (left > 0) await sleep(left)
    if (isClosed) throw new Unavailable('the database is closed')
    socket = new Socket()
    return open(connectionString, socket, patience, (broken) => {
      if (current?.client === broken) forget()
    })
  }

  function forget(): void {
    opening = undefined
    current = undefined
  }

  function drop(): void {
    forget()
    socket?.destroy()
  }

  async function ask(query: Query, connect: () => Promise<Open>): Promise<readonly unknown[]> {
    let ready: Open | undefined
    const used = generation
    try {
      ready = current ?? (await connect())
      const { name, text, values = [] } = query
      const config = { text, values: [...values] }
      const named = name !== undefined && hasNames ? { ...config, name: used === 0 ? name : `${name}_${used}` } : config
      gather(ready.socket)
      ready.watch.asked()
      try {
        const { command, rows } = await ready.client.query<Record<string, unknown>>(named)
        // PostgreSQL says no more than this where a statement before it had failed.
        if (text === 'COMMIT' && command === 'ROLLBACK') throw new Undone('the transaction was undone, not committed')
        return rows
      } finally {
        ready.watch.answered()
      }
    } catch (error) {
      const known = translated(error)
      if (isStalePlan(error)) generation = Math.max(generation, used + 1)
      if (namesAreMixedUp.has(codeOf(error))) hasNames = false
      if (known instanceof Unavailable && current === ready) drop()
      throw known
    }
  }

  function stay(): Promise<Open> {
    return opening ?? Promise.reject(new Unavailable('the connection to PostgreSQL broke within a transaction'))
  }

  return {
    get isOpen() {
      return current !== undefined
    },
    open() {
      if (opening === undefined) connect().catch(() => undefined)
    },
    drop,
    query: (query) => ask(query, connect),
    further: (query) => ask(query, stay),
    async close() {
      isClosed = true
      const open = current
      forget()
      // One that is still being made is not waited for, and neither is a server that went silent.
      await withinTime(open?.client.end() ?? Promise.resolve(), endWithin).catch(() => undefined)
      socket?.destroy()
    },
  }
}

interface Open {
  readonly client: Client
  readonly socket: Socket
  readonly watch: Watch
}

async function open(
  connectionString: string,
  socket: Socket,
  patience: number,
  onBroken: (client: Client) => void,
): Promise<Open> {
  const config: ClientConfig & { readonly pipeline: true } = {
    connectionString,
    types,
    pipeline: true,
    connectionTimeoutMillis: connectWithin,
    stream: () => socket,
    application_name: 'valetkey',
  }
  const client = new Client(config)
  client.on('error', () => onBroken(client))
  client.on('end', () => onBroken(client))
  try {
    await client.connect()
    await refuseStandby(client)
    return { client, socket, watch: watchOver(client, socket, patience) }
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** What a standby knows may be old: a token that was revoked is active there. A proxy may lead to one for a moment. */
async function refuseStandby(client: Client): Promise<void> {
  const asked = client.query<{ readonly transaction_read_only: string }>('SHOW transaction_read_only')
  const [row] = (await withinTime(asked, connectWithin)).rows
  if (row?.transaction_read_only === 'on')
    throw new Unavailable(
      'PostgreSQL takes no writes here: it is a standby, or its default_transaction_read_only is on',
    )
}

/** Holds what is written in one go: many queries go out in one system call. */
function gather(socket: Socket): void {
  if (socket.writableCorked > 0) return
  socket.cork()
  process.nextTick(() => socket.uncork())
}

async function withinTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable('PostgreSQL does not answer')), milliseconds)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** SQLSTATEs after which the same transaction may succeed: serialization failure, deadlock. */
const conflicts: ReadonlySet<string> = new Set(['40001', '40P01'])

/** SQLSTATEs of what lies outside the statement: lock not available, a right that is missing, a table that is missing. */
const hindrances: ReadonlySet<string> = new Set(['55P03', '42501', '42P01'])

/** SQLSTATEs that tell of a pooler which gave this connection's names to another: a name that is taken, or unknown. */
const namesAreMixedUp: ReadonlySet<string> = new Set(['42P05', '26000'])

/** SQLSTATE classes that speak of the statement or its data, so of a mistake of ours; all others speak of the server. */
const ours = /^(0A|2[1-8]|3[BDF]|42|44|P0)/

/**
 * A newer release added a column to a table that a prepared statement reads whole (SQLSTATE 0A000): nothing was done, and
 * prepared again it works.
 */
function isStalePlan(error: unknown): boolean {
  return error instanceof Error && /cached plan must not change result type/.test(error.message)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function translated(error: unknown): unknown {
  if (error instanceof Unavailable || error instanceof Undone || !(error instanceof Error)) return error
  const code = codeOf(error)
  if (hindrances.has(code)) return new Hindered(error.message, { cause: error })
  if (conflicts.has(code) || namesAreMixedUp.has(code) || isStalePlan(error))
    return new Conflict(error.message, { cause: error })
  if (ours.test(code) && code !== '25006' && !code.startsWith('28')) return error
  return new Unavailable(`PostgreSQL does not answer: ${error.message}`, { cause: error })
}
