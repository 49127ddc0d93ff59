import { Unavailable } from '../oauth/ports.ts'
import type { Database } from './database.ts'
import { createQueryCompiler, toConnection } from './postgres-connection.ts'
import { createLink, type Link, type Query, responseTimeout } from './postgres-link.ts'
import { batchReads } from './postgres-read-batches.ts'
import { retryConflicts } from './postgres-retry.ts'
import { createTransactions } from './postgres-transactions.ts'
import { readPostgresUrl } from './postgres-url.ts'

const writers = 2
const readers = 2

/**
 * Opens a PostgreSQL database (15 and newer, and engines that speak its protocol). Concurrent transactions share a
 * commit: their statements are pipelined on one connection. Two transactions with the same key never share one, so each
 * sees the other's changes. If one fails, all are run again, each alone. PostgreSQL itself ends a transaction that
 * waits for a lock, or whose client is lost, before it times out here. With `?prepared=false` in the URL statements
 * have no name, for PgBouncer before 1.21.
 * @param timeout the limit for a response, in milliseconds, if it is longer than a server waits
 */
export function openPostgres(url: string, timeout = responseTimeout): Database {
  const { connectionString, prepared } = readPostgresUrl(url)
  const compile = createQueryCompiler(prepared)
  const readLinks = Array.from({ length: readers }, () => createLink(connectionString, timeout))
  const writeLinks = Array.from({ length: writers }, () => createLink(connectionString, timeout))
  let next = 0
  const sendRead = (query: Query) => {
    next = (next + 1) % readers
    return retryConflicts(async () => chooseLink(readLinks, next).query(query))
  }
  const batchedRead = batchReads(sendRead, setImmediate)
  const read = toConnection(compile, (query) =>
    batchedRead(query).catch((error) => {
      // One refused query fails the batch: each is sent alone.
      if (error instanceof Unavailable) throw error
      return sendRead(query)
    }),
  )
  const { end, ...transactions } = createTransactions({ links: writeLinks, compile, timeout })
  return {
    ...read,
    ...transactions,
    backup: undefined,
    async close() {
      end()
      await Promise.all([...readLinks, ...writeLinks].map((link) => link.close()))
    },
  }
}

/** Returns the next link in turn, or else a connected one: no query is refused because one link waits to reconnect. */
function chooseLink(links: readonly Link[], turn: number): Link {
  const link = links[turn]
  if (link === undefined) throw new Unavailable('there is no connection to PostgreSQL')
  if (link.isOpen) return link
  link.open()
  return links.find((other) => other.isOpen) ?? link
}
