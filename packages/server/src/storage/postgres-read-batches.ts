import type { RowsBatch } from './batch-form.ts'
import { joinQueries, largestBatch, rowsBatchOf } from './postgres-batches.ts'
import type { Query } from './postgres-link.ts'

interface Asked {
  readonly query: Query
  readonly resolve: (rows: readonly unknown[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Combines concurrent queries that differ only in their values into one statement: most of a statement's cost for
 * PostgreSQL and the connection is the same for one row as for ten.
 * @param send sends a query
 * @param whenDone calls back once all concurrent queries were added
 */
export function batchReads(
  send: (query: Query) => Promise<readonly unknown[]>,
  whenDone: (act: () => void) => void,
): (query: Query) => Promise<readonly unknown[]> {
  const piles = new Map<RowsBatch, Asked[]>()

  function flush(): void {
    const asked = [...piles]
    piles.clear()
    for (const [batch, pile] of asked) sendPile(batch, pile, send)
  }

  return (query) => {
    const batch = rowsBatchOf(query)
    if (batch === undefined) return send(query)
    return new Promise((resolve, reject) => {
      if (piles.size === 0) whenDone(flush)
      const pile = piles.get(batch)
      if (pile === undefined) piles.set(batch, [{ query, resolve, reject }])
      else pile.push({ query, resolve, reject })
      if (pile !== undefined && pile.length >= largestBatch) {
        piles.delete(batch)
        sendPile(batch, pile, send)
      }
    })
  }
}

function sendPile(batch: RowsBatch, pile: readonly Asked[], send: (query: Query) => Promise<readonly unknown[]>): void {
  const queries = pile.map(({ query }) => query)
  const [whole, ...others] = joinQueries(batch, queries)
  if (whole === undefined) return
  if (pile.length === 1 || others.length > 0) {
    for (const { query, resolve, reject } of pile) send(query).then(resolve, reject)
    return
  }
  send(whole).then(
    (rows) => answer(pile, rows),
    (error) => {
      for (const { reject } of pile) reject(error)
    },
  )
}

function answer(pile: readonly Asked[], rows: readonly unknown[]): void {
  const answers: unknown[][] = pile.map(() => [])
  for (const row of rows as readonly { readonly row_of: number }[]) answers[row.row_of - 1]?.push(row)
  for (const [at, { resolve }] of pile.entries()) resolve(answers[at] ?? [])
}
