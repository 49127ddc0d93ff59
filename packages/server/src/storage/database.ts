import type { Engine, Statement, Value } from './statement.ts'

/** Runs statements. */
export interface Connection {
  /** Which engine this is; for the few statements that differ. */
  readonly engine: Engine
  run<P extends Readonly<Record<string, Value | undefined>>, R>(
    statement: Statement<P, R>,
    values: P,
  ): Promise<readonly R[]>
  /** Runs SQL text that has no parameters and no answer: a step of a migration. */
  execute(sql: string): Promise<void>
}

/** A database: `run` outside a transaction reads what was committed. */
export interface Database extends Connection {
  /**
   * Runs `work` in a transaction; it is on disk when the promise resolves, all of it or nothing.
   * It begins with the first statement, so that work without one costs nothing. What `work` awaits is this connection and
   * nothing else, because transactions of one moment share a commit; it may be run again after a conflict.
   * @param key what the transaction is about, such as one code: two about the same are run one after another
   * @throws Unavailable where the database is locked, full, read-only or gone; where the connection broke during the
   * commit, nobody knows whether it was done
   */
  transaction<T>(work: (connection: Connection) => Promise<T>, key?: string): Promise<T>
  /** How well transactions share commits, since it was opened here. */
  readonly committed: CommitCounts
  /** Copies the database into a file while it is in use; undefined where the engine has its own tool for that. */
  readonly backup: ((file: string) => Promise<void>) | undefined
  close(): Promise<void>
}

/** Counts commits and the transactions in them. */
export interface CommitCounts {
  readonly commits: number
  readonly transactions: number
  add(transactions: number): void
}

/** Creates the counts of an engine: two additions for a commit. */
export function createCommitCounts(): CommitCounts {
  const counts = {
    commits: 0,
    transactions: 0,
    add(transactions: number) {
      counts.commits++
      counts.transactions += transactions
    },
  }
  return counts
}

/** Runs one writing statement in a transaction of its own. */
export async function write<P extends Readonly<Record<string, Value | undefined>>, R>(
  database: Database,
  statement: Statement<P, R>,
  values: P,
): Promise<readonly R[]> {
  return database.transaction((connection) => connection.run(statement, values))
}
