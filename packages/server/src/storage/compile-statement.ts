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
import type { CompiledStatement, Engine, Statement } from './statement.ts'

class Gap {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const gaps = new Proxy({}, { get: (_, name) => new Gap(String(name)) })

/**
 * Compiles a statement for an engine. What never changes stands in the text: SQLite plans a query anew at every run when a
 * parameter may change the plan, such as a limit, which takes three times as long as the query.
 */
export function compileStatement(engine: Engine, { build }: Statement<never, unknown>): CompiledStatement {
  const { sql, parameters } = build(queryBuilder(engine), gaps as never).compile() as CompiledQuery // each gap stands for its value
  const slots: string[] = []
  let at = 0
  const text = sql.replace(/\?|\$\d+/g, () => {
    const value = parameters[at++]
    if (!(value instanceof Gap)) return toLiteral(value)
    slots.push(value.name)
    return engine === 'sqlite' ? '?' : `$${slots.length}`
  })
  return { sql: text, slots }
}

function toLiteral(value: unknown): string {
  if (value === null || Number.isInteger(value)) return String(value)
  if (typeof value !== 'string') throw new Error(`a statement has a value that is no text and no number: ${value}`)
  return `'${value.replaceAll("'", "''")}'`
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
