import type { BatchForm } from './batch-form.ts'
import { joinInserts, joinQueries, rowsBatchOf } from './postgres-batches.ts'
import type { Query } from './postgres-link.ts'

/**
 * Collects writes of a transaction that return nothing, and sends those that differ only in values as one statement.
 */
export interface Writes {
  /**
   * Takes a plain insert, or an update that returns no rows, and returns whether it took the query. Failures are
   * reported when the transaction is committed, so the caller does not wait.
   */
  take(query: Query): boolean
  /** Sends the collected writes; to be called before any other statement, which may read them. */
  send(): void
  /** Resolves once all sent writes succeeded. @throws the error of the first one that failed */
  done(): Promise<unknown>
}

/**
 * Collects writes of a transaction that return nothing. Those that differ only in values are sent as one statement:
 * separate statements take PostgreSQL several times as long.
 * @param send sends a query on the connection of the transaction
 */
export function gatherWrites(send: (query: Query) => Promise<unknown>): Writes {
  const piles = new Map<BatchForm, Query[]>()
  const updated = new Set<string>()
  const sent: Promise<unknown>[] = []

  function sendAll(): void {
    for (const [batch, queries] of piles) {
      for (const query of batch.kind === 'insert' ? joinInserts(batch, queries) : joinQueries(batch, queries)) {
        const done = send(query)
        // It is awaited at the end, but may fail earlier: an unhandled rejection would end the process.
        done.catch(() => undefined)
        sent.push(done)
      }
    }
    piles.clear()
    updated.clear()
  }

  return {
    take(query) {
      const batch = writeBatchOf(query)
      if (batch?.table === undefined) return false
      // An update must not see a row that is inserted after it.
      if (batch.kind === 'insert' && updated.has(batch.table)) sendAll()
      if (batch.kind === 'update') updated.add(batch.table)
      const pile = piles.get(batch)
      if (pile === undefined) piles.set(batch, [query])
      else pile.push(query)
      return true
    },
    send: sendAll,
    done: () => Promise.all(sent),
  }
}

/** Returns the batch form of a write that returns nothing. */
function writeBatchOf(query: Query): BatchForm | undefined {
  const { batch } = query
  if (batch?.kind === 'insert') return batch
  return batch?.kind === 'update' && !batch.returnsRows ? rowsBatchOf(query) : undefined
}
