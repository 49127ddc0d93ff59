import { Unavailable } from '../oauth/ports.ts'
import type { Database } from './database.ts'
import { createQueryCompiler, toConnection } from './postgres-connection.ts'
import { answerWithin, createLink, type Link, type Query } from './postgres-link.ts'
import { createTogether } from './postgres-read-batches.ts'
import { again } from './postgres-retry.ts'
import { createTransactions } from './postgres-transactions.ts'
import { readPostgresUrl } from './postgres-url.ts'

const writers = 2
const readers = 2

/**
 * Opens a PostgreSQL database (15 and newer, and engines that speak its protocol). Transactions asked for in one moment
 * share a commit: their statements go out together on one connection, without waiting for each other's answers. Two
 * transactions about the same key never share one, so each sees what the other did. When one of them fails, all are run
 * again, each alone. PostgreSQL itself ends a transaction that waits for a lock, or is heard of no more, before it is given
 * up here. With `?prepared=false` in the URL no statement has a name, for PgBouncer before 1.21.
 * @param patience how long an answer may take, in milliseconds, where that is longer than a server waits
 */
export function openPostgres(url: string, patience = answerWithin): Database {
  const { connectionString, prepared } = readPostgresUrl(url)
  const compile = createQueryCompiler(prepared)
  const readLinks = Array.from({ length: readers }, () => createLink(connectionString, patience))
  const writeLinks = Array.from({ length: writers }, () => createLink(connectionString, patience))
  let next = 0
  const sendRead = (query: Query) => {
    next = (next + 1) % readers
    return again(async () => chooseLink(readLinks, next).query(query))
  }
  const readTogether = createTogether(sendRead, setImmediate)
  const read = toConnection(compile, (query) =>
    readTogether(query).catch((error) => {
      // One that is refused takes the others down with it: each is asked alone.
      if (error instanceof Unavailable) throw error
      return sendRead(query)
    }),
  )
  const { end, ...transactions } = createTransactions({ links: writeLinks, compile, patience })
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

/** Answers the link whose turn it is, or else one that is connected: nobody is refused while one waits to be connected again. */
function chooseLink(links: readonly Link[], turn: number): Link {
  const link = links[turn]
  if (link === undefined) throw new Unavailable('there is no connection to PostgreSQL')
  if (link.isOpen) return link
  link.open()
  return links.find((other) => other.isOpen) ?? link
}
