import type { Engine, Statement, Value } from './statement.ts'

export interface Connection {
  /** For the few statements that differ between engines. */
  readonly engine: Engine
  run<P extends Readonly<Record<string, Value | undefined>>, R>(
    statement: Statement<P, R>,
    values: P,
  ): Promise<readonly R[]>
  /** Runs SQL text without parameters or result: a step of a migration. */
  execute(sql: string): Promise<void>
}

/** A database: `run` outside a transaction reads committed data. */
export interface Database extends Connection {
  /**
   * Runs `work` in a transaction, which is on disk, complete or not at all, when the promise resolves. The transaction
   * begins with the first statement: `work` without statements costs nothing. `work` must await only this connection,
   * because concurrent transactions share a commit. It may run again after a conflict.
   * @param key the subject of the transaction, such as one code: transactions with the same key run one after another
   * @throws Unavailable if the database is locked, full, read-only or gone; if the connection broke during the commit,
   * the outcome is unknown
   */
  transaction<T>(work: (connection: Connection) => Promise<T>, key?: string): Promise<T>
  /** Transactions per commit since the database was opened here. */
  readonly committed: CommitCounts
  /** Copies the database into a file while it is in use; undefined if the engine has its own backup tool. */
  readonly backup: ((file: string) => Promise<void>) | undefined
  close(): Promise<void>
}

/** Counts of commits and the transactions in them. */
export interface CommitCounts {
  readonly commits: number
  readonly transactions: number
  add(transactions: number): void
}

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

/** Runs one writing statement in its own transaction. */
export async function write<P extends Readonly<Record<string, Value | undefined>>, R>(
  database: Database,
  statement: Statement<P, R>,
  values: P,
): Promise<readonly R[]> {
  return database.transaction((connection) => connection.run(statement, values))
}
