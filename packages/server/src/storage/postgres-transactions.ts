import { Unavailable } from '../oauth/ports.ts'
import { type CommitCounts, type Connection, createCommitCounts, type Database } from './database.ts'
import { type Compile, toConnection } from './postgres-connection.ts'
import { Conflict, type Link, type Query, StatementBlocked } from './postgres-link.ts'
import { batchReads } from './postgres-read-batches.ts'
import { mostTries, pauseAfter, toRefusal } from './postgres-retry.ts'
import { gatherWrites } from './postgres-write-batches.ts'

const largestBatch = 64

/**
 * How long a transaction waits in the queue before it is refused, in milliseconds: a clear refusal in time is better
 * than a late result.
 */
const queueTimeout = 2_000

/** How long a transaction that runs alone after its batch failed waits for a lock, in milliseconds. */
const lockTimeoutAlone = 300

/** The same for transactions after one that timed out: each of them must not wait for a lock on a complete table. */
const lockTimeoutAfterBlock = 20

interface PendingTransaction {
  readonly work: (connection: Connection) => Promise<unknown>
  readonly key: string | undefined
  readonly askedAt: number
  /** How often it ran and conflicted. */
  readonly tries: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A connection that runs one batch at a time. */
interface Writer {
  readonly link: Link
  readonly compile: Compile
  readonly committed: CommitCounts
  /** The limit for a response, in milliseconds. */
  readonly timeout: number
  /** Retries a transaction after a conflict, with a short delay. */
  readonly retry: (pending: PendingTransaction) => void
}

interface TransactionOptions extends Pick<Writer, 'compile' | 'timeout'> {
  readonly links: readonly Link[]
}

interface Transactions extends Pick<Database, 'transaction' | 'committed'> {
  /** Refuses all pending and later transactions. */
  readonly end: () => void
}

/**
 * Runs transactions: concurrent ones share a commit, and two with the same key never do.
 * @param options.links the connections; each runs one batch at a time
 */
export function createTransactions({ links, compile, timeout }: TransactionOptions): Transactions {
  const committed = createCommitCounts()
  const idle = links.map((link): Writer => ({ link, compile, committed, timeout, retry }))
  const queue: PendingTransaction[] = []
  const busyKeys = new Set<string>()
  let isScheduled = false
  let isWatched = false
  let isEnded = false

  function retry(pending: PendingTransaction): void {
    pauseAfter(pending.tries).then(() => add({ ...pending, tries: pending.tries + 1 }))
  }

  function add(pending: PendingTransaction): void {
    if (isEnded) {
      pending.reject(new Unavailable('the database is closed'))
      return
    }
    queue.push(pending)
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

  /**
   * Takes an idle connection. Returns undefined if the only connected ones are busy: waiting for one is better than a
   * refusal.
   */
  function takeWriter(): Writer | undefined {
    for (const { link } of idle) link.open()
    const at = idle.findLastIndex(({ link }) => link.isOpen)
    if (at !== -1) return idle.splice(at, 1)[0]
    return links.some((link) => link.isOpen) ? undefined : idle.pop()
  }

  /** Sends all pending transactions whose keys are not in use to one idle connection. */
  function dispatch(): void {
    const writer = takeWriter()
    if (writer === undefined) return
    const batch = takeBatch(queue, busyKeys)
    if (batch.length === 0) return void idle.push(writer)
    runBatch(batch, writer).finally(() => {
      idle.push(writer)
      for (const { key } of batch) if (key !== undefined) busyKeys.delete(key)
      schedule()
    })
    schedule()
  }

  /** Refuses transactions that waited too long, while every connection waits for an unresponsive database. */
  function refuseLate(): void {
    isWatched = false
    const latest = performance.now() - queueTimeout
    for (const pending of queue.splice(0)) {
      if (pending.askedAt > latest) queue.push(pending)
      else pending.reject(new Unavailable('PostgreSQL is too busy, or does not respond'))
    }
    watch()
  }

  function watch(): void {
    if (isWatched || queue.length === 0) return
    isWatched = true
    setTimeout(refuseLate, queueTimeout / 10)
  }

  const transaction: Database['transaction'] = (work, key) =>
    new Promise((resolve, reject) => {
      add({ work, key, askedAt: performance.now(), tries: 0, resolve: resolve as (value: unknown) => void, reject })
    })
  function end(): void {
    isEnded = true
    for (const pending of queue.splice(0)) pending.reject(new Unavailable('the database is closed'))
  }
  return { transaction, committed, end }
}

/**
 * Takes the transactions that can run now, in the order of their keys, so that no two batches lock the same rows in
 * different orders. One that conflicted before runs alone, so that it does not delay others again.
 */
function takeBatch(queue: PendingTransaction[], busyKeys: Set<string>): readonly PendingTransaction[] {
  const taken: PendingTransaction[] = []
  const left: PendingTransaction[] = []
  for (const pending of queue.splice(0)) {
    const free = pending.key === undefined || !busyKeys.has(pending.key)
    const [first] = taken
    const isFull = first !== undefined && (taken.length >= largestBatch || first.tries + pending.tries > 0)
    if (!free || isFull) {
      left.push(pending)
      continue
    }
    if (pending.key !== undefined) busyKeys.add(pending.key)
    taken.push(pending)
  }
  queue.push(...left)
  return taken.sort(({ key: a = '' }, { key: b = '' }) => (a < b ? -1 : a > b ? 1 : 0))
}

async function runBatch(batch: readonly PendingTransaction[], writer: Writer): Promise<void> {
  try {
    const values = await runInOneTransaction(batch, writer, writer.timeout / 4)
    for (const [index, pending] of batch.entries()) pending.resolve(values[index])
  } catch (error) {
    const [first, ...others] = batch
    if (error instanceof Unavailable) for (const pending of batch) pending.reject(error)
    else if (first !== undefined && others.length === 0) failed(first, error, writer)
    else await runEach(batch, writer)
  }
}

/** Runs each transaction of a failed batch alone, within the time it would have waited in the queue. */
async function runEach(batch: readonly PendingTransaction[], writer: Writer): Promise<void> {
  let lockTimeout = lockTimeoutAlone
  for (const pending of batch) {
    if (pending.askedAt + queueTimeout < performance.now()) {
      pending.reject(new Unavailable('the transactions before it took too long'))
      continue
    }
    try {
      const [value] = await runInOneTransaction([pending], writer, lockTimeout)
      pending.resolve(value)
    } catch (error) {
      if (error instanceof StatementBlocked) lockTimeout = lockTimeoutAfterBlock
      failed(pending, error, writer)
    }
  }
}

/** A conflict is retried a bounded number of times; a statement blocked for an external reason is refused. */
function failed(pending: PendingTransaction, error: unknown, { retry }: Writer): void {
  if (error instanceof Conflict && pending.tries < mostTries) retry(pending)
  else pending.reject(toRefusal(error))
}

/** Runs a batch in one transaction that begins with the first statement; without statements there is none. */
async function runInOneTransaction(
  batch: readonly PendingTransaction[],
  writer: Writer,
  lockTimeout: number,
): Promise<readonly unknown[]> {
  const { link, compile, committed } = writer
  let begun: Promise<unknown> | undefined
  const further = (query: Query) => {
    if (begun === undefined) {
      begun = link.query({ text: beginning(lockTimeout, writer.timeout) })
      // It is awaited below, but may fail earlier: an unhandled rejection would end the process.
      begun.catch(() => undefined)
    }
    return link.further(query)
  }
  const writes = gatherWrites(further)
  const send = (query: Query) => {
    writes.send()
    return further(query)
  }
  const batched = batchReads(send, afterPendingSteps)
  const connection = toConnection(compile, async (query) => (writes.take(query) ? [] : batched(query)))
  const results = await Promise.allSettled(batch.map((pending) => pending.work(connection)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed === undefined) writes.send()
  if (begun === undefined) return results.map(settled)
  try {
    if (failed !== undefined) {
      await writes.done() // the first failure explains why later statements were refused
      throw failed.reason
    }
    // Sent together: COMMIT rolls back a transaction in which a statement failed.
    const ended = link.further({ text: 'COMMIT' })
    ended.catch(() => undefined) // an earlier failure explains more
    await begun
    await writes.done()
    await ended
    committed.add(batch.length)
    return results.map(settled)
  } catch (error) {
    // The server rolls back a transaction whose connection is lost.
    await link.further({ text: 'ROLLBACK' }).catch(() => link.drop())
    throw error
  }
}

/**
 * Begins a transaction with its own time limits, which also work behind a pooler. They end statements that time out
 * here, so that none is committed later or keeps waiting for a lock or a lost client.
 */
function beginning(lockTimeout: number, timeout: number): string {
  const limits = {
    lock_timeout: lockTimeout,
    statement_timeout: timeout - 100,
    idle_in_transaction_session_timeout: 2 * timeout,
  }
  const settings = Object.entries(limits).map(([name, value]) => `SET LOCAL ${name} = ${Math.floor(value)}`)
  return ['BEGIN', ...settings].join('; ')
}

/** Calls back once every transaction that can proceed has sent its next statement. */
function afterPendingSteps(act: () => void): void {
  queueMicrotask(() => process.nextTick(act))
}

function settled(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === 'rejected') throw result.reason
  return result.value
}
