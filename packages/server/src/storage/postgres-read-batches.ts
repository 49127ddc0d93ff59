import type { RowsBatch } from './batch-form.ts'
import { joinQueries, largestBatch, rowsBatchOf } from './postgres-batches.ts'
import type { Query } from './postgres-link.ts'

interface PendingQuery {
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
  const groups = new Map<RowsBatch, PendingQuery[]>()

  function flush(): void {
    const pending = [...groups]
    groups.clear()
    for (const [batch, group] of pending) sendGroup(batch, group, send)
  }

  return (query) => {
    const batch = rowsBatchOf(query)
    if (batch === undefined) return send(query)
    return new Promise((resolve, reject) => {
      if (groups.size === 0) whenDone(flush)
      const group = groups.get(batch)
      if (group === undefined) groups.set(batch, [{ query, resolve, reject }])
      else group.push({ query, resolve, reject })
      if (group !== undefined && group.length >= largestBatch) {
        groups.delete(batch)
        sendGroup(batch, group, send)
      }
    })
  }
}

function sendGroup(
  batch: RowsBatch,
  group: readonly PendingQuery[],
  send: (query: Query) => Promise<readonly unknown[]>,
): void {
  const queries = group.map(({ query }) => query)
  const [combined, ...others] = joinQueries(batch, queries)
  if (combined === undefined) return
  if (group.length === 1 || others.length > 0) {
    for (const { query, resolve, reject } of group) send(query).then(resolve, reject)
    return
  }
  send(combined).then(
    (rows) => distribute(group, rows),
    (error) => {
      for (const { reject } of group) reject(error)
    },
  )
}

function distribute(group: readonly PendingQuery[], rows: readonly unknown[]): void {
  const results: unknown[][] = group.map(() => [])
  for (const row of rows as readonly { readonly row_of: number }[]) results[row.row_of - 1]?.push(row)
  for (const [at, { resolve }] of group.entries()) resolve(results[at] ?? [])
}
