import type { Database } from '../database.ts'
import type { Stores } from './entries.ts'

/** A promise of the stores, tried on two connections to one database, as two processes would have them. */
export interface Promised {
  readonly title: string
  readonly hold: (a: Stores, b: Stores, databases: readonly [Database, Database]) => Promise<void>
}

/** How many race. */
export const racers = 20

/** Runs a race on both connections and gives each racer's answer. */
export async function race<T>(a: Stores, b: Stores, run: (stores: Stores) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: racers }, (_, index) => run(index % 2 === 0 ? a : b)))
}
