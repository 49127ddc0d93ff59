import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'
import { Unavailable } from '../oauth/ports.ts'
import { type Connection, createCommitCounts, type Database } from './database.ts'
import { type ReadLock, readLockOfOneTurn } from './sqlite-read-lock.ts'
import { type ReadyStatement, readyStatement, type Statement, type Value } from './statement.ts'

/** How long a transaction waits for another process's lock before it is refused, in milliseconds. */
const patience = 2_000
const mostAtOnce = 256
const mostTurns = 8

interface Unit {
  readonly work: (connection: Connection) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens an SQLite file: WAL, and every commit synced to the disk before it is answered. Transactions that are asked
 * for in one moment share one commit, and so one sync; each is undone alone when it fails.
 */
export function openSqlite(file: string): Database {
  const writer = open(file)
  const aside = file === ':memory:' ? writer : open(file)
  // Each commit of the writer empties this one's cache: more of it would only be memory.
  if (aside !== writer) aside.exec('PRAGMA cache_size = -2000')
  const write = connect(writer)
  const lock = readLockOfOneTurn(aside)
  const read = connect(writer, lock.keep)
  const readAside = connect(aside)
  const { isWriting, ...commit } = groupCommit(writer, write, lock)
  return {
    engine: 'sqlite',
    // The writer's own cache stays warm, while another connection's is emptied by each commit.
    run: (statement, values) => (isWriting() ? readAside : read).run(statement, values),
    execute: write.execute,
    ...commit,
    backup: (target) => copy(file, target),
    async close() {
      lock.release()
      if (aside !== writer) aside.close()
      writer.close()
    },
  }
}

/**
 * Copies all pages in one step, off this thread and through a connection of its own: between steps another process's
 * commit would begin the copy anew, and under load it would never end.
 */
async function copy(file: string, target: string): Promise<void> {
  const source = open(file)
  try {
    await backup(source, target, { rate: 1_000_000_000 })
  } finally {
    source.close()
  }
}

function open(file: string): DatabaseSync {
  return translate(() => {
    const database = new DatabaseSync(file)
    database.exec('PRAGMA busy_timeout = 1000; PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY')
    // A checkpoint every 16 MB: the pages that change most are copied back once for many commits.
    database.exec('PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000; PRAGMA busy_timeout = 5')
    return database
  })
}

interface Prepared {
  readonly statement: StatementSync
  readonly bind: ReadyStatement['bind']
  columns: readonly string[]
}

function connect(database: DatabaseSync, before: () => void = () => undefined): Connection {
  const prepared = new Map<Statement<never, unknown>, Prepared>()
  function prepare(statement: Statement<never, unknown>): Prepared {
    const { sql, bind } = readyStatement('sqlite', statement)
    const compiled = translate(() => database.prepare(sql))
    // Arrays: the engine would make the names of the columns anew for each row.
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
        // A newer release added a column to a table that is read whole.
        if (rows[0] && rows[0].length !== ready.columns.length) ready.columns = columnsOf(ready.statement)
        const { columns } = ready
        return rows.map((row) => toRow(columns, row)) as R[] // rows are what Kysely says of the query
      } catch (error) {
        throw translated(error)
      }
    },
  }
}

const columnsOf = (statement: StatementSync): readonly string[] => statement.columns().map(({ name }) => name)

function toRow(columns: readonly string[], values: readonly unknown[]): object {
  const row: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at++) row[columns[at] as string] = values[at] // `at` is within
  return row
}

/** Says that another process holds the lock, so that the whole batch is run again. */
class Busy extends Error {}

function groupCommit(
  database: DatabaseSync,
  connection: Connection,
  lock: ReadLock,
): Pick<Database, 'transaction' | 'committed'> & { readonly isWriting: () => boolean } {
  const committed = createCommitCounts()
  const queue: Unit[] = []
  let scheduled = false
  let waitingSince: number | undefined
  /** From the first statement of a batch until it is committed or undone. */
  let writing = false
  const committing = database.prepare('COMMIT')
  const beginning = database.prepare('BEGIN IMMEDIATE')

  function begin(): void {
    if (writing) return
    lock.release() // reads of now on go through that connection
    beginWith(beginning)
    writing = true
  }

  function undo(): void {
    writing = false
    if (database.isTransaction) database.exec('ROLLBACK') // SQLite itself undoes it on some errors
  }

  /** Statements of a unit run here: the transaction begins with the first of the batch. */
  const lazy: Connection = {
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
    if (scheduled || queue.length === 0) return
    scheduled = true
    gather(queue.length, 1)
  }

  /** Waits as long as each turn of the event loop brings more: a sync costs the same for many as for one. */
  function gather(known: number, turn: number): void {
    setImmediate(() => {
      if (queue.length > known && queue.length < mostAtOnce && turn < mostTurns) gather(queue.length, turn + 1)
      else flush()
    })
  }

  async function flush(): Promise<void> {
    const units = queue.splice(0, mostAtOnce)
    const settle = await runAll(units)
    if (settle === 'busy') return
    waitingSince = undefined
    for (const act of settle) act()
    scheduled = false
    schedule()
  }

  /** Answers what to tell each caller, once all that it may be told is on disk. */
  async function runAll(units: readonly Unit[]): Promise<readonly (() => void)[] | 'busy'> {
    const settle: (() => void)[] = []
    try {
      for (const unit of units) {
        const outcome = await runOne(unit)
        if (outcome.failed && writing) return await withoutFailed(unit, outcome.error, units)
        settle.push(outcome.failed ? () => unit.reject(outcome.error) : () => unit.resolve(outcome.value))
      }
      if (writing) {
        committing.run()
        committed.add(units.length)
      }
      writing = false
      return settle
    } catch (error) {
      undo()
      if (error instanceof Busy && mayWait()) {
        queue.unshift(...units)
        setTimeout(flush, 10)
        return 'busy'
      }
      return units.map((unit) => () => unit.reject(translated(error instanceof Busy ? error.cause : error)))
    }
  }

  /** One failed, which is rare: all is undone, and the others run again. Savepoints would cost each of them all the time. */
  async function withoutFailed(failed: Unit, error: unknown, units: readonly Unit[]) {
    undo()
    const others = await runAll(units.filter((unit) => unit !== failed))
    if (others !== 'busy') return [...others, () => failed.reject(error)]
    failed.reject(error)
    return others
  }

  /** Another process's lock is waited for, but not for long: a clear answer in time is better. */
  function mayWait(): boolean {
    waitingSince ??= performance.now()
    return performance.now() - waitingSince < patience
  }

  /** What concerns all of the batch is thrown, what one unit met with is answered. */
  async function runOne({ work }: Unit): Promise<Outcome> {
    try {
      return { failed: false, value: await work(lazy) }
    } catch (error) {
      if (error instanceof Unavailable || error instanceof Busy) throw error
      return { failed: true, error }
    }
  }

  const transaction: Database['transaction'] = (work) =>
    new Promise((resolve, reject) => {
      queue.push({ work, resolve: resolve as (value: unknown) => void, reject })
      schedule()
    })
  return { transaction, committed, isWriting: () => writing }
}

type Outcome = { readonly failed: false; readonly value: unknown } | { readonly failed: true; readonly error: unknown }

function beginWith(begin: StatementSync): void {
  try {
    begin.run()
  } catch (error) {
    if (isBusy(error)) throw new Busy('locked', { cause: error })
    throw translated(error)
  }
}

function translate<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw translated(error)
  }
}

/** SQLite's primary result codes that say the database cannot serve now (sqlite.org/rescode.html). */
const unavailableCodes: ReadonlySet<number> = new Set([5, 6, 8, 10, 11, 13, 14, 15, 17, 22, 23, 26])

function translated(error: unknown): unknown {
  const code = primaryCode(error)
  if (code === undefined || !unavailableCodes.has(code)) return error
  return new Unavailable(`the SQLite database does not answer: ${error instanceof Error ? error.message : code}`, {
    cause: error,
  })
}

function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === 5 || code === 6
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}
