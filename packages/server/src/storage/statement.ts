import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from './schema.ts'

/** What a parameter may be. */
export type Value = string | number | null

/** A query with named gaps, written once with Kysely, compiled once an engine, run many times. */
export interface Statement<P, R> {
  readonly build: (query: Kysely<Schema>, gap: P) => Compilable<R>
}

/** Names an engine. */
export type Engine = 'sqlite' | 'postgres'

/** SQL text and, in order, what goes into each placeholder. */
export interface Compiled {
  readonly sql: string
  bind(values: Readonly<Record<string, Value | undefined>>): Value[]
}

/** Declares a statement: `statement<{ hash: string }>()((query, { hash }) => query.selectFrom(…).where('hash', '=', hash))`. */
export function statement<P extends Readonly<Record<string, Value | undefined>>>(): <R>(
  build: (query: Kysely<Schema>, gap: { readonly [K in keyof P]-?: Exclude<P[K], undefined> }) => Compilable<R>,
) => Statement<P, R> {
  return (build) => ({ build: build as Statement<P, never>['build'] }) // gaps are typed as the values that will fill them
}

class Gap {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const gaps = new Proxy({}, { get: (_, name) => new Gap(String(name)) })

/** Creates the compiler of an engine; nothing is compiled twice. */
export function createCompiler(engine: Engine): (statement: Statement<never, unknown>) => Compiled {
  const query = queryBuilder(engine)
  const compiled = new Map<unknown, Compiled>()
  return (one) => {
    const known = compiled.get(one)
    if (known !== undefined) return known
    const fresh = toCompiled(one.build(query, gaps as never).compile() as CompiledQuery) // each gap stands for its value
    compiled.set(one, fresh)
    return fresh
  }
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

function toCompiled({ sql, parameters }: CompiledQuery): Compiled {
  const slots = parameters.map((one) => (one instanceof Gap ? one : { literal: one as Value })) // literals are ours
  return {
    sql,
    bind: (values) => slots.map((slot) => (slot instanceof Gap ? (values[slot.name] ?? null) : slot.literal)),
  }
}
