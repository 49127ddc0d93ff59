import type { Database } from '../database.ts'
import type { Stores } from './entries.ts'

/** A promise of the stores, tested on two connections to one database, like two processes. */
export interface Promised {
  readonly title: string
  readonly hold: (a: Stores, b: Stores, databases: readonly [Database, Database]) => Promise<void>
}

/** The number of concurrent callers. */
export const racers = 20

/** Runs callers on both connections and returns each result. */
export async function race<T>(a: Stores, b: Stores, run: (stores: Stores) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: racers }, (_, index) => run(index % 2 === 0 ? a : b)))
}
