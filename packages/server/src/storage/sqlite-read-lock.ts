import type { DatabaseSync } from 'node:sqlite'

/** A lock that reads of this process need. */
export interface ReadLock {
  keep(): void
  release(): void
}

/**
 * Keeps the lock under which SQLite reads for the rest of a turn of the event loop. Taking and dropping it are two calls
 * to the system, which cost half of what a read does; SQLite counts the holders within a process, so while this connection
 * is one, the reads of others cost none. They share the lock and not what this connection sees: each sees all that
 * whatever process had committed when it began. Whoever reads through this connection itself releases it before.
 */
export function readLockOfOneTurn(database: DatabaseSync): ReadLock {
  const beginning = database.prepare('BEGIN')
  const taking = database.prepare('PRAGMA user_version') // the least that is a read
  const ending = database.prepare('COMMIT')
  let isKept = false
  let isEndPlanned = false
  const release = () => {
    if (!isKept) return
    isKept = false
    if (database.isTransaction) ending.run() // SQLite itself ends it on some errors
  }
  const planEnd = () => {
    if (isEndPlanned) return
    isEndPlanned = true
    setImmediate(() => {
      isEndPlanned = false
      release()
    })
  }
  return {
    keep() {
      if (isKept) return
      isKept = true
      planEnd()
      beginning.run()
      taking.get()
    },
    release,
  }
}
