import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type ClientConfig, types as standardTypes } from 'pg'
import { Unavailable } from '../oauth/ports.ts'
import type { BatchForm } from './batch-form.ts'
import { type Watch, watchResponses } from './postgres-watch.ts'
import type { Value } from './statement.ts'

/** A query as sent to PostgreSQL; a named one is parsed once per connection. */
export interface Query {
  readonly name?: string | undefined
  readonly text: string
  readonly values?: readonly (Value | readonly Value[])[]
  /** How to combine it with others of the same statement. */
  readonly batch?: BatchForm | undefined
}

/** One connection, opened on first use and reopened after it broke. */
export interface Link {
  /** Whether it was connected when last known. */
  readonly isOpen: boolean
  /** Starts to connect if not connected, without waiting. */
  open(): void
  /** Sends a query immediately, pipelined after earlier ones. @throws Unavailable, Conflict */
  query(query: Query): Promise<readonly unknown[]>
  /**
   * Sends a further query of a transaction. It fails if the connection was replaced: on a new connection the query
   * would be committed alone. @throws Unavailable, Conflict
   */
  further(query: Query): Promise<readonly unknown[]>
  /** Drops the connection, so that nothing of an unfinished transaction remains. */
  drop(): void
  close(): Promise<void>
}

/**
 * PostgreSQL refused one statement for an external reason: a row locked by another transaction, a missing right or
 * table. The connection and other transactions are not affected.
 */
export class StatementBlocked extends Error {
  override readonly name = 'StatementBlocked'
}

/** A COMMIT was answered with ROLLBACK, because a statement of the transaction had failed. */
class RolledBack extends Error {
  override readonly name = 'RolledBack'
}

/** Two transactions conflicted, and this one was rolled back: it can be retried. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** Limits for connecting and for a response, in milliseconds: with the wait in the queue, less than five seconds. */
const connectTimeout = 2_000
export const responseTimeout = 2_500

/** The pause after a failed connection, in milliseconds. */
const reconnectPause = 250

/** How long closing a connection may take, in milliseconds. */
const closeTimeout = 500

/** 64-bit integers are times and counts here, far below the limit of a JavaScript number. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === 20 ? Number : standardTypes.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
}

/**
 * Creates a link. Queries are pipelined: sent without waiting for earlier responses.
 * @param timeout the limit for a response, in milliseconds; longer only if no request waits
 */
export function createLink(connectionString: string, timeout = responseTimeout): Link {
  let opening: Promise<Open> | undefined
  let current: Open | undefined
  /** The socket of the connection, also while connecting. */
  let socket: Socket | undefined
  let failedAt = -Infinity
  let isClosed = false
  /** Whether statements have names; a pooler that uses another connection for each transaction may not know them. */
  let hasNames = true
  /** Counts schema changes that invalidated prepared statements: after each, all are prepared again. */
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
    const left = failedAt + reconnectPause - performance.now()
    if (left > 0) await sleep(left)
    if (isClosed) throw new Unavailable('the database is closed')
    socket = new Socket()
    return open(connectionString, socket, timeout, (broken) => {
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
      ready.watch.sent()
      try {
        const { command, rows } = await ready.client.query<Record<string, unknown>>(named)
        // PostgreSQL reports nothing else if an earlier statement failed.
        if (text === 'COMMIT' && command === 'ROLLBACK')
          throw new RolledBack('the transaction was rolled back, not committed')
        return rows
      } finally {
        ready.watch.received()
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
      // Does not wait for a connection in progress or an unresponsive server.
      await withinTime(open?.client.end() ?? Promise.resolve(), closeTimeout).catch(() => undefined)
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
  timeout: number,
  onBroken: (client: Client) => void,
): Promise<Open> {
  const config: ClientConfig & { readonly pipeline: true } = {
    connectionString,
    types,
    pipeline: true,
    connectionTimeoutMillis: connectTimeout,
    stream: () => socket,
    application_name: 'valetkey',
  }
  const client = new Client(config)
  client.on('error', () => onBroken(client))
  client.on('end', () => onBroken(client))
  try {
    await client.connect()
    await refuseStandby(client)
    return { client, socket, watch: watchResponses(client, socket, timeout) }
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** A standby may have old data, such as a revoked token that is still active. A proxy may briefly lead to one. */
async function refuseStandby(client: Client): Promise<void> {
  const asked = client.query<{ readonly transaction_read_only: string }>('SHOW transaction_read_only')
  const [row] = (await withinTime(asked, connectTimeout)).rows
  if (row?.transaction_read_only === 'on')
    throw new Unavailable('PostgreSQL is read-only here: it is a standby, or its default_transaction_read_only is on')
}

/** Buffers synchronous writes: many queries go out in one system call. */
function gather(socket: Socket): void {
  if (socket.writableCorked > 0) return
  socket.cork()
  process.nextTick(() => socket.uncork())
}

async function withinTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable('PostgreSQL does not respond')), milliseconds)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** SQLSTATEs after which a retry of the transaction may succeed: serialization failure, deadlock. */
const conflicts: ReadonlySet<string> = new Set(['40001', '40P01'])

/** SQLSTATEs with an external cause: lock not available, missing right, missing table. */
const blockedCodes: ReadonlySet<string> = new Set(['55P03', '42501', '42P01'])

/** SQLSTATEs that show that a pooler shares statement names between connections: a name already taken, or unknown. */
const namesAreMixedUp: ReadonlySet<string> = new Set(['42P05', '26000'])

/** SQLSTATE classes about the statement or its data, which indicate a bug here; all others are about the server. */
const ours = /^(0A|2[1-8]|3[BDF]|42|44|P0)/

/**
 * A newer release added a column to a table that a prepared statement reads with `*` (SQLSTATE 0A000). Nothing was
 * executed; preparing it again works.
 */
function isStalePlan(error: unknown): boolean {
  return error instanceof Error && /cached plan must not change result type/.test(error.message)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function translated(error: unknown): unknown {
  if (error instanceof Unavailable || error instanceof RolledBack || !(error instanceof Error)) return error
  const code = codeOf(error)
  if (blockedCodes.has(code)) return new StatementBlocked(error.message, { cause: error })
  if (conflicts.has(code) || namesAreMixedUp.has(code) || isStalePlan(error))
    return new Conflict(error.message, { cause: error })
  if (ours.test(code) && code !== '25006' && !code.startsWith('28')) return error
  return new Unavailable(`PostgreSQL does not respond: ${error.message}`, { cause: error })
}
