import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from './schema.ts'
import type { CompiledStatement, Engine, Statement, Value } from './statement.ts'

class Gap {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const gaps = new Proxy({}, { get: (_, name) => new Gap(String(name)) })

/** Compiles a statement for an engine. */
export function compileStatement(engine: Engine, { build }: Statement<never, unknown>): CompiledStatement {
  const { sql, parameters } = build(queryBuilder(engine), gaps as never).compile() as CompiledQuery // each gap stands for its value
  return { sql, slots: parameters.map((one) => (one instanceof Gap ? one.name : { value: one as Value })) } // literals are ours
}

/** Builds queries for an engine without being connected to one. */
export function queryBuilder(engine: Engine): Kysely<Schema> {
  const sqlite = engine === 'sqlite'
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new DummyDriver(),
      createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
      createIntrospector: () => {
        throw new Error('the query builder is not connected')
      },
    },
  })
}
