import type { DatabaseSync } from 'node:sqlite'

/** What reads of one moment see. */
export interface Snapshot {
  begin(): void
  end(): void
}

/**
 * Reads of one turn of the event loop share a snapshot: taking and dropping the locks of one costs as much as the read.
 * A transaction ends it before it begins, so that what it commits is seen by every read that comes after; another
 * process's write is seen in the next turn.
 */
export function snapshotOfOneTurn(database: DatabaseSync): Snapshot {
  const beginning = database.prepare('BEGIN')
  const ending = database.prepare('COMMIT')
  let isOpen = false
  let isEndPlanned = false
  const end = () => {
    if (!isOpen) return
    isOpen = false
    if (database.isTransaction) ending.run() // SQLite itself ends it on some errors
  }
  return {
    begin() {
      if (isOpen) return
      beginning.run()
      isOpen = true
      if (isEndPlanned) return
      isEndPlanned = true
      setImmediate(() => {
        isEndPlanned = false
        end()
      })
    },
    end,
  }
}
