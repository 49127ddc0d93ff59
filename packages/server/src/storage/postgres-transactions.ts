import { Unavailable } from '../oauth/ports.ts'
import { type CommitCounts, type Connection, createCommitCounts, type Database } from './database.ts'
import { type Compile, toConnection } from './postgres-connection.ts'
import { Conflict, Hindered, type Link, type Query } from './postgres-link.ts'
import { createTogether } from './postgres-read-batches.ts'
import { mostTries, pauseAfter, toRefusal } from './postgres-retry.ts'
import { gatherWrites } from './postgres-write-batches.ts'

const mostAtOnce = 64

/** How long a transaction waits for its turn before it is refused, in milliseconds: a clear answer in time is better. */
const turnWithin = 2_000

/** How long a transaction that runs alone, because one beside it failed, waits for a lock that somebody holds, in milliseconds. */
const lockWithinAlone = 300

/** The same for those behind one that waited in vain: a lock on a whole table is not waited for by each of them. */
const lockWithinBehind = 20

interface Unit {
  readonly work: (connection: Connection) => Promise<unknown>
  readonly key: string | undefined
  readonly askedAt: number
  /** How often it was run and got into another's way. */
  readonly tries: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** Where one batch runs at a time. */
interface Lane {
  readonly link: Link
  readonly compile: Compile
  readonly committed: CommitCounts
  /** How long an answer may take, in milliseconds. */
  readonly patience: number
  /** Has a transaction that got into another's way run again, a moment later. */
  readonly retry: (unit: Unit) => void
}

interface TransactionOptions extends Pick<Lane, 'compile' | 'patience'> {
  readonly links: readonly Link[]
}

interface Transactions extends Pick<Database, 'transaction' | 'committed'> {
  /** Refuses what waits, and all that is asked from now on. */
  readonly end: () => void
}

/**
 * Creates what runs transactions: those asked for in one moment share a commit, and two about the same key never do.
 * @param options.links the connections; one batch runs on each at a time
 */
export function createTransactions({ links, compile, patience }: TransactionOptions): Transactions {
  const committed = createCommitCounts()
  const idle = links.map((link): Lane => ({ link, compile, committed, patience, retry }))
  const queue: Unit[] = []
  const busyKeys = new Set<string>()
  let isScheduled = false
  let isWatched = false
  let isEnded = false

  function retry(unit: Unit): void {
    pauseAfter(unit.tries).then(() => add({ ...unit, tries: unit.tries + 1 }))
  }

  function add(unit: Unit): void {
    if (isEnded) {
      unit.reject(new Unavailable('the database is closed'))
      return
    }
    queue.push(unit)
    watch()
    schedule()
  }

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
    const latest = performance.now() - turnWithin
    for (const unit of queue.splice(0)) {
      if (unit.askedAt > latest) queue.push(unit)
      else unit.reject(new Unavailable('PostgreSQL is too busy, or does not answer'))
    }
    watch()
  }

  function watch(): void {
    if (isWatched || queue.length === 0) return
    isWatched = true
    setTimeout(refuseLate, turnWithin / 10)
  }

  const transaction: Database['transaction'] = (work, key) =>
    new Promise((resolve, reject) => {
      add({ work, key, askedAt: performance.now(), tries: 0, resolve: resolve as (value: unknown) => void, reject })
    })
  function end(): void {
    isEnded = true
    for (const unit of queue.splice(0)) unit.reject(new Unavailable('the database is closed'))
  }
  return { transaction, committed, end }
}

/**
 * Takes what may run now, in the order of its keys, so that no two batches lock the same rows in different orders. One that
 * got into another's way before runs by itself, so that it holds nobody up again.
 */
function takeUnits(queue: Unit[], busyKeys: Set<string>): readonly Unit[] {
  const taken: Unit[] = []
  const left: Unit[] = []
  for (const unit of queue.splice(0)) {
    const free = unit.key === undefined || !busyKeys.has(unit.key)
    const [first] = taken
    const isFull = first !== undefined && (taken.length >= mostAtOnce || first.tries + unit.tries > 0)
    if (!free || isFull) {
      left.push(unit)
      continue
    }
    if (unit.key !== undefined) busyKeys.add(unit.key)
    taken.push(unit)
  }
  queue.push(...left)
  return taken.sort(({ key: a = '' }, { key: b = '' }) => (a < b ? -1 : a > b ? 1 : 0))
}

async function runBatch(units: readonly Unit[], lane: Lane): Promise<void> {
  try {
    const values = await runTogether(units, lane, lane.patience / 4)
    for (const [index, unit] of units.entries()) unit.resolve(values[index])
  } catch (error) {
    const [first, ...others] = units
    if (error instanceof Unavailable) for (const unit of units) unit.reject(error)
    else if (first !== undefined && others.length === 0) failed(first, error, lane)
    else await runEach(units, lane)
  }
}

/** One of a batch failed, or met another node's: each is run by itself, as long as it would have waited for its turn. */
async function runEach(units: readonly Unit[], lane: Lane): Promise<void> {
  let lockWithin = lockWithinAlone
  for (const unit of units) {
    if (unit.askedAt + turnWithin < performance.now()) {
      unit.reject(new Unavailable('those before it took too long'))
      continue
    }
    try {
      const [value] = await runTogether([unit], lane, lockWithin)
      unit.resolve(value)
    } catch (error) {
      if (error instanceof Hindered) lockWithin = lockWithinBehind
      failed(unit, error, lane)
    }
  }
}

/** What met another's transaction comes again, a bounded number of times; what is hindered from outside is refused for now. */
function failed(unit: Unit, error: unknown, { retry }: Lane): void {
  if (error instanceof Conflict && unit.tries < mostTries) retry(unit)
  else unit.reject(toRefusal(error))
}

/** Runs units in one transaction that begins with their first statement; without any there is none. */
async function runTogether(units: readonly Unit[], lane: Lane, lockWithin: number): Promise<readonly unknown[]> {
  const { link, compile, committed } = lane
  let begun: Promise<unknown> | undefined
  const further = (query: Query) => {
    if (begun === undefined) {
      begun = link.query({ text: beginning(lockWithin, lane.patience) })
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
    if (failed !== undefined) {
      await writes.done() // what failed first tells why a statement after it was refused
      throw failed.reason
    }
    // All in one go: COMMIT undoes a transaction in which a statement failed.
    const ended = link.further({ text: 'COMMIT' })
    ended.catch(() => undefined) // what failed before it tells more
    await begun
    await writes.done()
    await ended
    committed.add(units.length)
    return results.map(settled)
  } catch (error) {
    // What a lost connection leaves open, the server undoes by itself: there is nothing to send it on.
    await link.further({ text: 'ROLLBACK' }).catch(() => link.drop())
    throw error
  }
}

/**
 * Begins a transaction with limits of its own, which hold behind a pooler, too. They end what would be given up here, so that
 * it is neither committed later nor left waiting: a lock that does not come, a client that is heard of no more.
 */
function beginning(lockWithin: number, patience: number): string {
  const limits = {
    lock_timeout: lockWithin,
    statement_timeout: patience - 100,
    idle_in_transaction_session_timeout: 2 * patience,
  }
  const settings = Object.entries(limits).map(([name, value]) => `SET LOCAL ${name} = ${Math.floor(value)}`)
  return ['BEGIN', ...settings].join('; ')
}

/** Calls back when every transaction that can go on has gone on to its next statement. */
function afterThisTurn(act: () => void): void {
  queueMicrotask(() => process.nextTick(act))
}

function settled(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === 'rejected') throw result.reason
  return result.value
}
