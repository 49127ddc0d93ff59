import type { BatchForm } from './batch-form.ts'
import { joinInserts, joinQueries, rowsBatchOf } from './postgres-batches.ts'
import type { Query } from './postgres-link.ts'

/** Takes the writes of a transaction that answer nothing, and sends those that differ only in values as one statement. */
export interface Writes {
  /**
   * Takes the query where it is a plain insert, or an update of rows that it does not return, and tells whether it is.
   * It has no answer but that it was done, and that shows when the transaction is committed, so nobody waits for it.
   */
  take(query: Query): boolean
  /** Sends what was taken; to be called before any other statement, which may look for it. */
  send(): void
  /** Resolves when all that was sent is done. @throws what the first of them was refused with */
  done(): Promise<unknown>
}

/**
 * Gathers the writes of a transaction that nobody waits for. Those that differ only in values go out as one statement:
 * PostgreSQL takes several times as long for as many statements.
 * @param send sends a query on the connection whose transaction the writes belong to
 */
export function gatherWrites(send: (query: Query) => Promise<unknown>): Writes {
  const piles = new Map<BatchForm, Query[]>()
  const updated = new Set<string>()
  const sent: Promise<unknown>[] = []

  function sendAll(): void {
    for (const [batch, queries] of piles) {
      for (const query of batch.kind === 'insert' ? joinInserts(batch, queries) : joinQueries(batch, queries)) {
        const done = send(query)
        // It is awaited at the end, but may fail before: unheard until then, it would end the process.
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
      // A row must not be there yet when an update runs that was sent before it.
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

/** The batch form of a write that returns nothing. */
function writeBatchOf(query: Query): BatchForm | undefined {
  const { batch } = query
  if (batch?.kind === 'insert') return batch
  return batch?.kind === 'update' && !batch.returnsRows ? rowsBatchOf(query) : undefined
}
