import type { Connection, Database } from '../database.ts'
import type { Statement, Value } from '../statement.ts'

/** A database that counts what each transaction reads and writes. */
export interface CountedDatabase {
  readonly database: Database
  /** The rows of each transaction that was committed: those that its statements returned, and one for each other statement. */
  readonly transactions: readonly number[]
}

/** @param before is called before each statement of a transaction */
export function countRows(
  database: Database,
  before: (statement: string, connection: Connection) => Promise<void> | void = () => {},
): CountedDatabase {
  const transactions: number[] = []
  return {
    transactions,
    database: {
      engine: database.engine,
      committed: database.committed,
      backup: database.backup,
      run: (statement, values) => database.run(statement, values),
      execute: (sql) => database.execute(sql),
      close: () => database.close(),
      async transaction(work, key) {
        let rows = 0
        const result = await database.transaction((connection) => {
          rows = 0
          return work({
            engine: connection.engine,
            execute: (sql) => connection.execute(sql),
            async run(statement, values) {
              await before(statement.name, connection)
              const returned = await connection.run(statement, values)
              rows += Math.max(1, returned.length)
              return returned
            },
          })
        }, key)
        transactions.push(rows)
        return result
      },
    },
  }
}

/** Counts rows with SQL that is written in a test. */
export async function countOf(connection: Connection, from: string): Promise<number> {
  const sql = `select count(*) as rows from ${from}`
  const count: Statement<Record<string, Value>, { readonly rows: number }> = {
    name: `count ${from}`,
    compiled: { sql, slots: [] },
  }
  return Number((await connection.run(count, {}))[0]?.rows ?? 0)
}

/** Adds rows that differ by a number `i`, from 1 to `count`, with one statement. */
export async function addRows(
  database: Database,
  table: string,
  { count, values }: { readonly count: number; readonly values: Readonly<Record<string, string | number>> },
): Promise<void> {
  const names = Object.keys(values).map((name) => `"${name}"`)
  await database.transaction((connection) =>
    connection.execute(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
       insert into "${table}" (${names.join()}) select ${Object.values(values).join()} from n`,
    ),
  )
}
