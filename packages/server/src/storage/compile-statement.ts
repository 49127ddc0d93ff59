import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  sql as rawSql,
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
 * Compiles a statement to one SQL text for both engines.
 * @throws Error if the engines need different texts
 */
export function compileStatement(declared: Statement<never, unknown>): CompiledStatement {
  const compiled = compileFor('postgres', declared)
  if (compileFor('sqlite', declared).sql !== compiled.sql) {
    throw new Error(`${declared.name} differs between the engines: write it so that both run the same SQL`)
  }
  return compiled
}

/**
 * Constant values are part of the text: SQLite plans a query again at each run if a parameter may change the plan, such
 * as a limit, and planning takes three times as long as the query.
 */
function compileFor(engine: Engine, { name, build }: Statement<never, unknown>): CompiledStatement {
  if (build === undefined) throw new Error(`${name} has no query to compile`)
  const { sql, parameters } = build(queryBuilder(engine), gaps as never, rawSql).compile() as CompiledQuery // each gap is replaced by its value
  const slots: string[] = []
  let at = 0
  const text = sql.replace(/\?|\$\d+/g, () => {
    const value = parameters[at++]
    if (!(value instanceof Gap)) return toLiteral(value)
    slots.push(value.name)
    return `$${slots.length}`
  })
  return { sql: text, slots }
}

function toLiteral(value: unknown): string {
  if (value === null || Number.isInteger(value)) return String(value)
  if (typeof value !== 'string')
    throw new Error(`a statement has a value that is neither text nor an integer: ${value}`)
  if (/[$?]/.test(value)) throw new Error(`a statement has a text that looks like a placeholder: ${value}`)
  return `'${value.replaceAll("'", "''")}'`
}

/** Builds queries for an engine without a connection. */
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
