import type { Compilable, Kysely } from 'kysely'
import { compiledStatements } from './generated/compiled-statements.ts'
import type { Schema } from './schema.ts'

/** What a parameter may be. */
export type Value = string | number | null

/** A query with named gaps, written once with Kysely, compiled before it is shipped, run many times. */
export interface Statement<P, R> {
  readonly name: string
  readonly build: (query: Kysely<Schema>, gap: P) => Compilable<R>
}

/** Names an engine. */
export type Engine = 'sqlite' | 'postgres'

/** SQL text and, in order, the names of the gaps that its placeholders stand for. */
export interface CompiledStatement {
  readonly sql: string
  readonly slots: readonly string[]
}

/** A compiled statement, ready to be given its values. */
export interface ReadyStatement {
  readonly sql: string
  bind(values: Readonly<Record<string, Value | undefined>>): Value[]
}

/**
 * Declares a statement by a name of its own:
 * `statement<{ hash: string }>('codes/find')((query, { hash }) => query.selectFrom(…).where('hash', '=', hash))`.
 */
export function statement<P extends Readonly<Record<string, Value | undefined>>>(
  name: string,
): <R>(
  build: (query: Kysely<Schema>, gap: { readonly [K in keyof P]-?: Exclude<P[K], undefined> }) => Compilable<R>,
) => Statement<P, R> {
  return (build) => {
    const declared = { name, build: build as Statement<P, never>['build'] } // gaps are typed as what will fill them
    declaredStatements.set(name, declared)
    return declared
  }
}

/** Every statement of the modules that were loaded, for the tool that compiles them. */
export const declaredStatements = new Map<string, Statement<never, unknown>>()

/** Makes a compiled statement ready; Kysely itself is needed only where statements are written, not where they run. */
export function readyStatement(engine: Engine, { name }: Pick<Statement<never, unknown>, 'name'>): ReadyStatement {
  const compiled = compiledStatements[engine][name]
  if (compiled === undefined) throw new Error(`the statement ${name} is not compiled: run npm run statements`)
  return toReady(compiled)
}

function toReady({ sql, slots }: CompiledStatement): ReadyStatement {
  return {
    sql,
    bind: (values) => slots.map((slot) => values[slot] ?? null),
  }
}
