import type { Compilable, Kysely, Sql } from 'kysely'
import type { BatchForm } from './batch-form.ts'
import { compiledStatements } from './generated/compiled-statements.ts'
import type { Schema } from './schema.ts'

export type Value = string | number | null

/** A query with named gaps for values: written with Kysely, compiled before release, run many times. */
export interface Statement<P, R> {
  readonly name: string
  readonly build?: Build<P, R>
  /** The SQL of a statement that is written at run time. */
  readonly compiled?: CompiledStatement
  /** The batch form of a statement that is written at run time. */
  readonly batch?: BatchForm | undefined
}

/** Builds a query. The tag for raw SQL is passed in, so that no module loads Kysely for it when the server runs. */
export type Build<P, R> = (query: Kysely<Schema>, gap: P, sql: Sql) => Compilable<R>

export type Engine = 'sqlite' | 'postgres'

/** One SQL text for both engines, with `$1`, `$2`, … as placeholders, and the name of each placeholder's gap. */
export interface CompiledStatement {
  readonly sql: string
  readonly slots: readonly string[]
}

/** A compiled statement in one engine's syntax. */
export interface ReadyStatement {
  readonly sql: string
  bind(values: Readonly<Record<string, Value | undefined>>): Value[]
}

/**
 * Declares a statement under a unique name: `statement<{ hash: string }>('codes/find')((query, { hash }) =>
 * query.selectFrom(…).where('hash', '=', hash))`.
 */
export function statement<P extends Readonly<Record<string, Value | undefined>>>(
  name: string,
): <R>(build: Build<{ readonly [K in keyof P]-?: Exclude<P[K], undefined> }, R>) => Statement<P, R> {
  return (build) => {
    const declared: Statement<P, never> = { name, build: build as NonNullable<Statement<P, never>['build']> } // gaps have the types of the values that will fill them
    declaredStatements.set(name, declared)
    return declared
  }
}

/** Every statement of the loaded modules, for the tool that compiles them. */
export const declaredStatements = new Map<string, Statement<never, unknown>>()

/** Returns the SQL of a statement for an engine. Kysely is needed to compile statements, not to run them. */
export function readyStatement(
  engine: Engine,
  { name, compiled = compiledStatements[name] }: Pick<Statement<never, unknown>, 'name' | 'compiled'>,
): ReadyStatement {
  if (compiled === undefined) throw new Error(`the statement ${name} is not compiled: run npm run statements`)
  const { sql, slots } = compiled
  return {
    // The same number in SQLite's syntax. No text in a statement contains `$`: the compiler refuses it. SQLite may choose
    // a plan by the value of a compared parameter, and then compiles a statement with a join again for each new value,
    // 10 µs a table; it does not look through the unary plus, which changes no value.
    sql: engine === 'sqlite' ? sql.replaceAll('$', '+?') : sql,
    bind: (values) => slots.map((slot) => values[slot] ?? null),
  }
}
