import type { DatabaseSync } from 'node:sqlite'

/** A lock shared by this process's reads. */
export interface ReadLock {
  acquire(): void
  release(): void
}

/**
 * Keeps SQLite's read lock for the rest of a turn of the event loop. Taking and releasing it are two system calls, half
 * the cost of a read; SQLite counts the holders within a process, so while this connection is one, reads of others need
 * no system call. They share the lock, not this connection's snapshot: each sees everything that any process had
 * committed when it began. Release it before reading through this connection itself.
 */
export function createReadLock(database: DatabaseSync): ReadLock {
  const beginning = database.prepare('BEGIN')
  const taking = database.prepare('PRAGMA user_version') // the cheapest read
  const ending = database.prepare('COMMIT')
  let isHeld = false
  let isEndPlanned = false
  const release = () => {
    if (!isHeld) return
    isHeld = false
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
    acquire() {
      if (isHeld) return
      isHeld = true
      planEnd()
      beginning.run()
      taking.get()
    },
    release,
  }
}
