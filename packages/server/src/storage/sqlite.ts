import { backup, DatabaseSync, type StatementSync } from 'node:sqlite'
import { Unavailable } from '../oauth/ports.ts'
import { type Connection, createCommitCounts, type Database } from './database.ts'
import { isBusy, translate, translated } from './sqlite-faults.ts'
import { type ReadLock, readLockOfOneTurn } from './sqlite-read-lock.ts'
import { type Columns, columnsOf, toRow } from './sqlite-rows.ts'
import { type ReadyStatement, readyStatement, type Statement, type Value } from './statement.ts'

/** How long a transaction waits for another process's lock or a slow disk before it is refused, in milliseconds. */
const patience = 2_000
const mostAtOnce = 256
const mostTurns = 8

interface Unit {
  readonly work: (connection: Connection) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  readonly askedAt: number
}

/**
 * Opens an SQLite file: WAL, and every commit synced to the disk before it is answered. Transactions that are asked
 * for in one moment share one commit, and so one sync; one that fails takes no other with it.
 */
export function openSqlite(file: string): Database {
  const writer = open(file)
  // Each commit of the writer empties this one's cache: more of it would only be memory.
  const aside = file === ':memory:' ? writer : orClose(writer, () => open(file, 2_000))
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

function open(file: string, cacheKilobytes = 16_000): DatabaseSync {
  const database = translate(() => new DatabaseSync(file))
  return orClose(database, () => {
    database.exec('PRAGMA busy_timeout = 1000')
    refuseForeign(database)
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY')
    // A checkpoint every 16 MB: the pages that change most are copied back once for many commits.
    database.exec(`PRAGMA cache_size = -${cacheKilobytes}; PRAGMA wal_autocheckpoint = 4000; PRAGMA busy_timeout = 5`)
    return database
  })
}

/** Leaves a file of another program as it is: what WAL makes of it stays in the file. */
function refuseForeign(database: DatabaseSync): void {
  // A tool that copies the file as it is written may have left its own tables in an empty one.
  const names = database
    .prepare("select name from sqlite_schema where type = 'table' and name not like '\\_%' escape '\\'")
    .all()
  if (names.length > 0 && !names.some(({ name }) => name === 'schema_version'))
    throw new Error('it holds the tables of another program; name a new file')
}

function orClose<T>(database: DatabaseSync, act: () => T): T {
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
        if (rows[0] && rows[0].length !== ready.columns.names.length) ready.columns = columnsOf(ready.statement)
        const { columns } = ready
        return rows.map((row) => toRow(columns, row)) as R[] // rows are what Kysely says of the query
      } catch (error) {
        throw translated(error)
      }
    },
  }
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
  /** From the first statement of a batch until it is committed or undone. */
  let writing = false
  const committing = database.prepare('COMMIT')
  const beginning = database.prepare('BEGIN IMMEDIATE')

  function begin(): void {
    if (writing) return
    translate(() => {
      lock.release() // reads of now on go through that connection
      rollBack()
    })
    beginWith(beginning)
    writing = true
  }

  function rollBack(): void {
    if (database.isTransaction) database.exec('ROLLBACK') // SQLite itself undoes it on some errors
  }

  function undo(): void {
    writing = false
    try {
      rollBack()
    } catch {
      // The next batch begins with it, and is refused where the database is gone.
    }
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
    if (settle instanceof Busy) {
      refuseOld(0, translated(settle.cause))
      setTimeout(flush, 10)
      return
    }
    for (const act of settle) act()
    refuseOld(mostAtOnce, new Unavailable('the SQLite database is too slow for what is asked of it'))
    scheduled = false
    schedule()
  }

  /** Refuses who has waited for long, but for the first of the queue: a clear answer in time is better than one some time. */
  function refuseOld(from: number, error: unknown): void {
    const latest = performance.now() - patience
    let to = from
    while ((queue[to]?.askedAt ?? Infinity) < latest) to++ // the queue is in the order of asking
    for (const unit of queue.splice(from, to - from)) unit.reject(error)
  }

  /** Answers what to tell each caller, once all that it may be told is on disk; `Busy` where all wait again. */
  async function runAll(units: readonly Unit[]): Promise<readonly (() => void)[] | Busy> {
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
      if (error instanceof Busy) {
        queue.unshift(...units)
        return error
      }
      return units.map((unit) => () => unit.reject(translated(error)))
    }
  }

  /** One failed, which is rare: all is undone, and the others run again. Savepoints would cost each of them all the time. */
  async function withoutFailed(failed: Unit, error: unknown, units: readonly Unit[]) {
    undo()
    const others = await runAll(units.filter((unit) => unit !== failed))
    if (!(others instanceof Busy)) return [...others, () => failed.reject(error)]
    failed.reject(error)
    return others
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
      queue.push({ work, resolve: resolve as (value: unknown) => void, reject, askedAt: performance.now() })
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
