import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'
import { Unavailable } from '../oauth/ports.ts'
import { type Connection, createCommitCounts, type Database } from './database.ts'
import { isBusy, translate, translated } from './sqlite-faults.ts'
import { createReadLock, type ReadLock } from './sqlite-read-lock.ts'
import { type Columns, columnsOf, toRow } from './sqlite-rows.ts'
import { type ReadyStatement, readyStatement, type Statement, type Value } from './statement.ts'

/** How long a transaction waits for another process's lock or a slow disk before it is refused, in milliseconds. */
const queueTimeout = 2_000
const largestBatch = 256
const mostTurns = 8

interface PendingTransaction {
  readonly work: (connection: Connection) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  readonly askedAt: number
}

/**
 * Opens an SQLite file in WAL mode; every commit is synced to disk before it is acknowledged. Concurrent transactions
 * share a commit, and so a sync; a failed one does not affect the others.
 */
export function openSqlite(file: string): Database {
  const writer = open(file)
  // Each commit of the writer empties this connection's cache: a larger one would only waste memory.
  const second = file === ':memory:' ? writer : closeOnError(writer, () => open(file, 2_000))
  const write = connect(writer)
  const lock = createReadLock(second)
  const read = connect(writer, lock.acquire)
  const readSecond = connect(second)
  const { isWriting, ...commit } = groupCommit(writer, write, lock)
  return {
    engine: 'sqlite',
    // The writer's own cache stays warm, while a commit empties those of other connections.
    run: (statement, values) => (isWriting() ? readSecond : read).run(statement, values),
    execute: write.execute,
    ...commit,
    backup: (target) => copy(file, target),
    async close() {
      lock.release()
      if (second !== writer) second.close()
      writer.close()
    },
  }
}

/**
 * Copies all pages in one step, off this thread and on its own connection: between steps another process's commit would
 * restart the copy, and under load it would never finish.
 */
async function copy(file: string, target: string): Promise<void> {
  const source = open(file)
  try {
    await backup(source, target, { rate: 1_000_000_000 })
  } finally {
    source.close()
  }
}

function open(file: string, cacheKilobytes = 16_000): DatabaseSync {
  const database = translate(() => new DatabaseSync(file))
  return closeOnError(database, () => {
    database.exec('PRAGMA busy_timeout = 1000')
    refuseForeign(database)
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY')
    // A checkpoint every 16 MB: the pages that change most are copied once for many commits.
    database.exec(`PRAGMA cache_size = -${cacheKilobytes}; PRAGMA wal_autocheckpoint = 4000; PRAGMA busy_timeout = 5`)
    return database
  })
}

/** Refuses another program's file without changing it: switching to WAL would be stored in the file. */
function refuseForeign(database: DatabaseSync): void {
  // A replication tool may have created its own tables in an empty file.
  const names = database
    .prepare("select name from sqlite_schema where type = 'table' and name not like '\\_%' escape '\\'")
    .all()
  if (names.length > 0 && !names.some(({ name }) => name === 'schema_version'))
    throw new Error('it holds the tables of another program; name a new file')
}

function closeOnError<T>(database: DatabaseSync, act: () => T): T {
  try {
    return act()
  } catch (error) {
    database.close()
    throw translated(error)
  }
}

interface Prepared {
  readonly statement: StatementSync
  readonly bind: ReadyStatement['bind']
  columns: Columns
}

function connect(database: DatabaseSync, before: () => void = () => undefined): Connection {
  const prepared = new Map<Statement<never, unknown>, Prepared>()
  function prepare(statement: Statement<never, unknown>): Prepared {
    const { sql, bind } = readyStatement('sqlite', statement)
    const compiled = translate(() => database.prepare(sql))
    // Arrays: the engine would create the column names again for each row.
    compiled.setReturnArrays(true)
    const ready = { statement: compiled, bind, columns: columnsOf(compiled) }
    prepared.set(statement, ready)
    return ready
  }
  return {
    engine: 'sqlite',
    execute: async (sql) => translate(() => database.exec(sql)),
    async run<P extends Readonly<Record<string, Value | undefined>>, R>(statement: Statement<P, R>, values: P) {
      const ready = prepared.get(statement) ?? prepare(statement)
      try {
        before()
        const rows = ready.statement.all(...ready.bind(values)) as unknown as readonly (readonly unknown[])[] // as set above
        // A newer release added a column to a table that is read with `*`.
        if (rows[0] && rows[0].length !== ready.columns.names.length) ready.columns = columnsOf(ready.statement)
        const { columns } = ready
        return rows.map((row) => toRow(columns, row)) as R[] // rows have the type that Kysely gives the query
      } catch (error) {
        throw translated(error)
      }
    },
  }
}

/**
 * `idle` until a transaction arrives, `collecting` while more arrive or a locked batch waits for its retry, `running`
 * while transactions run that have sent no statement, `writing` from the first statement until the batch is committed
 * or rolled back.
 */
type BatchState = 'idle' | 'collecting' | 'running' | 'writing'

/** Another process holds the lock, so every transaction of the batch that sends a statement is retried. */
class Busy extends Error {}

/** The result of a batch. */
interface BatchOutcome {
  /** Settle the transactions that ended; for those that wrote, the commit is on disk. */
  readonly settle: readonly (() => void)[]
  /** To be retried, in their order, because of `cause`. */
  readonly locked?: { readonly pending: readonly PendingTransaction[]; readonly cause: unknown }
}

function groupCommit(
  database: DatabaseSync,
  connection: Connection,
  lock: ReadLock,
): Pick<Database, 'transaction' | 'committed'> & { readonly isWriting: () => boolean } {
  const committed = createCommitCounts()
  const queue: PendingTransaction[] = []
  let state: BatchState = 'idle'
  /** The lock that kept this batch from writing. */
  let foundLocked: Busy | undefined
  const isWriting = () => state === 'writing'
  const committing = database.prepare('COMMIT')
  const beginning = database.prepare('BEGIN IMMEDIATE')

  function begin(): void {
    if (state === 'writing') return
    if (state !== 'running') throw new Error('a statement was sent after its transaction had ended')
    if (foundLocked) throw foundLocked
    translate(() => {
      lock.release() // from now on reads use the other connection
      rollBack()
    })
    try {
      beginning.run()
    } catch (error) {
      if (!isBusy(error)) throw translated(error)
      foundLocked = new Busy('locked', { cause: error })
      throw foundLocked
    }
    state = 'writing'
  }

  function rollBack(): void {
    if (database.isTransaction) database.exec('ROLLBACK') // SQLite itself rolls back on some errors
  }

  function rollBackBatch(): void {
    state = 'running'
    try {
      rollBack()
    } catch {
      // The next batch begins with the rollback, and is refused if the database is gone.
    }
  }

  /** Runs statements of a transaction: the SQLite transaction begins with the first of the batch. */
  const batchConnection: Connection = {
    engine: 'sqlite',
    async run(statement, values) {
      begin()
      return connection.run(statement, values)
    },
    async execute(sql) {
      begin()
      return connection.execute(sql)
    },
  }

  function schedule(): void {
    if (state !== 'idle' || queue.length === 0) return
    state = 'collecting'
    gather(queue.length, 1)
  }

  /** Waits while each turn of the event loop adds transactions: one sync costs the same for many. */
  function gather(known: number, turn: number): void {
    setImmediate(() => {
      if (queue.length > known && queue.length < largestBatch && turn < mostTurns) gather(queue.length, turn + 1)
      else flush()
    })
  }

  async function flush(): Promise<void> {
    const batch = queue.splice(0, largestBatch)
    state = 'running'
    const { settle, locked } = await runAll(batch)
    for (const act of settle) act()
    if (locked) {
      state = 'collecting'
      queue.unshift(...locked.pending)
      refuseLate(0, translated(locked.cause))
      setTimeout(flush, 10)
      return
    }
    refuseLate(largestBatch, new Unavailable('the SQLite database is too slow for the load'))
    state = 'idle'
    schedule()
  }

  /** Refuses transactions that waited too long, except the first: a refusal in time is better than a late result. */
  function refuseLate(from: number, error: unknown): void {
    const latest = performance.now() - queueTimeout
    let to = from
    while ((queue[to]?.askedAt ?? Infinity) < latest) to++ // the queue is in order of arrival
    for (const pending of queue.splice(from, to - from)) pending.reject(error)
  }

  /** A transaction that sends no statement ends although the database is locked: a JWT needs no row. */
  async function runAll(batch: readonly PendingTransaction[]): Promise<BatchOutcome> {
    const settle: (() => void)[] = []
    const blocked: PendingTransaction[] = []
    let cause: unknown
    foundLocked = undefined
    try {
      for (const pending of batch) {
        const outcome = await runOne(pending)
        if (outcome instanceof Busy) {
          cause = outcome.cause
          blocked.push(pending)
        } else if (outcome.failed && isWriting()) return await withoutFailed(pending, outcome.error, batch)
        else settle.push(outcome.failed ? () => pending.reject(outcome.error) : () => pending.resolve(outcome.value))
      }
      if (isWriting()) {
        committing.run()
        committed.add(batch.length)
      }
      state = 'running'
    } catch (error) {
      rollBackBatch()
      return { settle: batch.map((pending) => () => pending.reject(translated(error))) }
    }
    return blocked.length > 0 ? { settle, locked: { pending: blocked, cause } } : { settle }
  }

  /** Rolls back the batch and runs the others again. Failures are rare; savepoints would cost every transaction. */
  async function withoutFailed(failed: PendingTransaction, error: unknown, batch: readonly PendingTransaction[]) {
    rollBackBatch()
    const others = await runAll(batch.filter((pending) => pending !== failed))
    return { ...others, settle: [...others.settle, () => failed.reject(error)] }
  }

  /** Throws errors that affect the complete batch; returns the outcome of one transaction. */
  async function runOne({ work }: PendingTransaction): Promise<Outcome | Busy> {
    try {
      return { failed: false, value: await work(batchConnection) }
    } catch (error) {
      if (error instanceof Busy) return error
      if (error instanceof Unavailable) throw error
      return { failed: true, error }
    }
  }

  const transaction: Database['transaction'] = (work) =>
    new Promise((resolve, reject) => {
      queue.push({ work, resolve: resolve as (value: unknown) => void, reject, askedAt: performance.now() })
      schedule()
    })
  return { transaction, committed, isWriting }
}

type Outcome = { readonly failed: false; readonly value: unknown } | { readonly failed: true; readonly error: unknown }
