import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../oauth/ports.ts'
import { type CommitCounts, type Connection, createCommitCounts, type Database } from './database.ts'
import { Conflict, createLink, type Link, type Query } from './postgres-link.ts'
import { createTogether } from './postgres-together.ts'
import { gatherWrites } from './postgres-writes.ts'
import { type ReadyStatement, readyStatement, type Statement, type Value } from './statement.ts'

const writers = 2
const readers = 2
const mostAtOnce = 64
const mostTries = 10

/** How long a transaction waits for its turn before it is refused, in milliseconds: a clear answer in time is better. */
const patience = 2_000

interface Unit {
  readonly work: (connection: Connection) => Promise<unknown>
  readonly key: string | undefined
  readonly askedAt: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens a PostgreSQL database (15 and newer, and engines that speak its protocol). Transactions asked for in one moment
 * share a commit: their statements go out together on one connection, without waiting for each other's answers. Two
 * transactions about the same key never share one, so each sees what the other did. When one of them fails, all are run
 * again, each alone. With `?prepared=false` in the URL no statement has a name, for PgBouncer before 1.21.
 * @param patience how long an answer may take, in milliseconds, where that is longer than a server waits
 */
export function openPostgres(url: string, patience?: number): Database {
  const { connectionString, prepared } = readUrl(url)
  const compile = createQueryCompiler(prepared)
  const readLinks = Array.from({ length: readers }, () => createLink(connectionString, patience))
  const writeLinks = Array.from({ length: writers }, () => createLink(connectionString, patience))
  let next = 0
  const sendRead = (query: Query) => {
    next = (next + 1) % readers
    const link = chooseLink(readLinks, next) ?? createLink(connectionString)
    return again(() => link.query(query))
  }
  const readTogether = createTogether(sendRead, setImmediate)
  const read = toConnection(compile, (query) =>
    readTogether(query).catch((error) => {
      // One that is refused takes the others down with it: each is asked alone.
      if (error instanceof Unavailable) throw error
      return sendRead(query)
    }),
  )
  return {
    ...read,
    ...createTransactions(writeLinks, compile),
    backup: undefined,
    async close() {
      await Promise.all([...readLinks, ...writeLinks].map((link) => link.close()))
    },
  }
}

function readUrl(url: string): { readonly connectionString: string; readonly prepared: boolean } {
  const parsed = new URL(url)
  const prepared = parsed.searchParams.get('prepared') !== 'false'
  parsed.searchParams.delete('prepared')
  return { connectionString: parsed.toString(), prepared }
}

/** Answers the link whose turn it is, or else one that is connected: nobody is refused while one waits to be connected again. */
function chooseLink(links: readonly Link[], turn: number): Link | undefined {
  const link = links[turn]
  if (link === undefined || link.isOpen) return link
  link.open()
  return links.find((other) => other.isOpen) ?? link
}

type Compile = <P extends Readonly<Record<string, Value | undefined>>>(
  statement: Statement<P, unknown>,
  values: P,
) => Query

function createQueryCompiler(prepared: boolean): Compile {
  const known = new Map<Statement<never, unknown>, ReadyStatement & { readonly name: string | undefined }>()
  return (statement, values) => {
    let ready = known.get(statement)
    if (ready === undefined) {
      const fresh = readyStatement('postgres', statement)
      ready = { ...fresh, name: prepared ? `valetkey_${hash('sha256', fresh.sql).slice(0, 16)}` : undefined }
      known.set(statement, ready)
    }
    return { name: ready.name, text: ready.sql, values: ready.bind(values) }
  }
}

function toConnection(compile: Compile, send: (query: Query) => Promise<readonly unknown[]>): Connection {
  return {
    engine: 'postgres',
    run: <P extends Readonly<Record<string, Value | undefined>>, R>(statement: Statement<P, R>, values: P) =>
      send(compile(statement, values)) as Promise<readonly R[]>, // rows are what Kysely says of the query
    async execute(sql) {
      await send({ text: sql })
    },
  }
}

/** Where one batch runs at a time. */
interface Lane {
  readonly link: Link
  readonly compile: Compile
  readonly committed: CommitCounts
}

function createTransactions(links: readonly Link[], compile: Compile): Pick<Database, 'transaction' | 'committed'> {
  const committed = createCommitCounts()
  const toLane = (link: Link): Lane => ({ link, compile, committed })
  const idle = links.map(toLane)
  const queue: Unit[] = []
  const busyKeys = new Set<string>()
  let isScheduled = false
  let isWatched = false

  function schedule(): void {
    if (isScheduled || queue.length === 0 || idle.length === 0) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      dispatch()
    })
  }

  /** Takes an idle connection; none where only one at work is connected: to wait for it is better than to be refused. */
  function takeLane(): Lane | undefined {
    for (const { link } of idle) link.open()
    const at = idle.findLastIndex(({ link }) => link.isOpen)
    if (at !== -1) return idle.splice(at, 1)[0]
    return links.some((link) => link.isOpen) ? undefined : idle.pop()
  }

  /** Gives all that waits and is not about a key under way to one idle connection. */
  function dispatch(): void {
    const lane = takeLane()
    if (lane === undefined) return
    const units = takeUnits(queue, busyKeys)
    if (units.length === 0) return void idle.push(lane)
    runBatch(units, lane).finally(() => {
      idle.push(lane)
      for (const { key } of units) if (key !== undefined) busyKeys.delete(key)
      schedule()
    })
    schedule()
  }

  /** Refuses what has waited too long, while every connection waits for a database that does not answer. */
  function refuseLate(): void {
    isWatched = false
    const latest = performance.now() - patience
    for (const unit of queue.splice(0)) {
      if (unit.askedAt > latest) queue.push(unit)
      else unit.reject(new Unavailable('PostgreSQL is too busy, or does not answer'))
    }
    watch()
  }

  function watch(): void {
    if (isWatched || queue.length === 0) return
    isWatched = true
    setTimeout(refuseLate, patience / 10)
  }

  const transaction: Database['transaction'] = (work, key) =>
    new Promise((resolve, reject) => {
      queue.push({ work, key, askedAt: performance.now(), resolve: resolve as (value: unknown) => void, reject })
      watch()
      schedule()
    })
  return { transaction, committed }
}

/** Takes what may run now, in the order of its keys, so that no two batches lock the same rows in different orders. */
function takeUnits(queue: Unit[], busyKeys: Set<string>): readonly Unit[] {
  const taken: Unit[] = []
  const left: Unit[] = []
  for (const unit of queue.splice(0)) {
    const free = unit.key === undefined || !busyKeys.has(unit.key)
    if (!free || taken.length >= mostAtOnce) {
      left.push(unit)
      continue
    }
    if (unit.key !== undefined) busyKeys.add(unit.key)
    taken.push(unit)
  }
  queue.push(...left)
  return taken.sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1))
}

async function runBatch(units: readonly Unit[], lane: Lane): Promise<void> {
  try {
    const values = await runTogether(units, lane)
    for (const [index, unit] of units.entries()) unit.resolve(values[index])
  } catch (error) {
    if (error instanceof Unavailable || (units.length === 1 && !(error instanceof Conflict))) {
      for (const unit of units) unit.reject(error)
      return
    }
    for (const unit of units) await runAlone(unit, lane)
  }
}

/** A failed one in the batch, or a conflict with another node: each is run again by itself, a bounded number of times. */
async function runAlone(unit: Unit, lane: Lane): Promise<void> {
  try {
    const [value] = await again(() => runTogether([unit], lane))
    unit.resolve(value)
  } catch (error) {
    unit.reject(error)
  }
}

/** Runs units in one transaction that begins with their first statement; without any there is none. */
async function runTogether(units: readonly Unit[], { link, compile, committed }: Lane): Promise<readonly unknown[]> {
  let begun: Promise<unknown> | undefined
  const further = (query: Query) => {
    if (begun === undefined) {
      begun = link.query({ text: 'BEGIN' })
      // It is awaited below, but may fail before: unheard until then, it would end the process.
      begun.catch(() => undefined)
    }
    return link.further(query)
  }
  const writes = gatherWrites(further)
  const send = (query: Query) => {
    writes.send()
    return further(query)
  }
  const together = createTogether(send, afterThisTurn)
  const connection = toConnection(compile, async (query) => (writes.take(query) ? [] : together(query)))
  const results = await Promise.allSettled(units.map((unit) => unit.work(connection)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed === undefined) writes.send()
  if (begun === undefined) return results.map(settled)
  try {
    if (failed !== undefined) throw failed.reason
    // All in one go: COMMIT undoes a transaction in which a statement failed.
    const ended = link.further({ text: 'COMMIT' })
    ended.catch(() => undefined) // what failed before it tells more
    await begun
    await writes.done()
    await ended
    committed.add(units.length)
    return results.map(settled)
  } catch (error) {
    // What a lost connection leaves open, the server undoes by itself.
    if (!(error instanceof Unavailable)) await link.further({ text: 'ROLLBACK' }).catch(() => link.drop())
    throw error
  }
}

/** Calls back when every transaction that can go on has gone on to its next statement. */
function afterThisTurn(act: () => void): void {
  queueMicrotask(() => process.nextTick(act))
}

function settled(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === 'rejected') throw result.reason
  return result.value
}

/** Runs again what got into another's way, after a random pause that grows; a bounded number of times. */
async function again<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      if (tries === mostTries) throw new Unavailable('too many transactions are in each other’s way', { cause: error })
      await sleep(Math.random() * 5 * 2 ** Math.min(tries, 6))
    }
  }
}
