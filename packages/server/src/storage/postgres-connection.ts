import { hash } from 'node:crypto'
import type { Connection } from './database.ts'
import { batchForms } from './generated/batch-forms.ts'
import type { Query } from './postgres-link.ts'
import { type ReadyStatement, readyStatement, type Statement, type Value } from './statement.ts'

/** Compiles a statement with its values into a query. */
export type Compile = <P extends Readonly<Record<string, Value | undefined>>>(
  statement: Statement<P, unknown>,
  values: P,
) => Query

/** Compiles each statement once. @param prepared whether the query has a name, under which PostgreSQL caches it */
export function createQueryCompiler(prepared: boolean): Compile {
  const known = new Map<Statement<never, unknown>, ReadyStatement & Pick<Query, 'name' | 'batch'>>()
  return (statement, values) => {
    let ready = known.get(statement)
    if (ready === undefined) {
      const fresh = readyStatement('postgres', statement)
      const name = prepared ? `valetkey_${hash('sha256', fresh.sql).slice(0, 16)}` : undefined
      ready = { ...fresh, name, batch: statement.batch ?? batchForms[statement.name] }
      known.set(statement, ready)
    }
    return { name: ready.name, text: ready.sql, values: ready.bind(values), batch: ready.batch }
  }
}

/** Creates a connection from a function that sends queries. */
export function toConnection(compile: Compile, send: (query: Query) => Promise<readonly unknown[]>): Connection {
  return {
    engine: 'postgres',
    run: <P extends Readonly<Record<string, Value | undefined>>, R>(statement: Statement<P, R>, values: P) =>
      send(compile(statement, values)) as Promise<readonly R[]>, // rows have the type that Kysely gives the query
    async execute(sql) {
      await send({ text: sql })
    },
  }
}
