import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { type Cluster, PostgresMissing, startPostgres } from '../../../../../bench/servers/postgres.ts'

/** An engine that the storage contract is tested on. */
export interface TestEngine {
  readonly name: string
  /** Prepares a place for empty databases. @throws PostgresMissing if this machine lacks the engine */
  start(): Promise<TestPlace>
}

export interface TestPlace {
  /** Creates an empty database and returns its URL. */
  create(name: string): string
  stop(): Promise<void>
}

const sqlite: TestEngine = {
  name: 'sqlite',
  async start() {
    const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-contract-'))
    return {
      create: (name) => `sqlite:${path.join(folder, `${name}.db`)}`,
      stop: async () => rmSync(folder, { recursive: true, force: true }),
    }
  },
}

const postgres: TestEngine = {
  name: 'postgres',
  async start() {
    const cluster: Cluster = await startPostgres()
    return { create: (name) => cluster.createDatabase(name), stop: () => cluster.stop() }
  },
}

/** The engines: every promise of the stores is tested on each. */
export const testEngines: readonly TestEngine[] = [sqlite, postgres]

/** Replaces a missing engine. */
export interface Missing {
  readonly missing: string
}

/**
 * Returns the started engine, or why this machine lacks it. A missing engine fails in CI; an installed engine that does
 * not start fails everywhere.
 */
export async function orMissing<T extends object>(started: Promise<T>): Promise<T | Missing> {
  try {
    return await started
  } catch (error) {
    if (!(error instanceof PostgresMissing) || isRequired()) throw error
    return { missing: error.message }
  }
}

/** Whether every engine must exist: in CI, and if the setup can install it. */
function isRequired(): boolean {
  return process.env.CI === 'true' || (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))
}

/**
 * Declares tests for each engine, with a place for databases; an engine that this machine lacks is skipped with the
 * reason.
 */
export async function onEachEngine(
  what: string,
  declare: (place: { readonly name: string; readonly create: (database: string) => string }) => Promise<void> | void,
): Promise<void> {
  // All are started before a test is declared: the runner takes a file to be over once the tests declared so far are.
  const started: { readonly name: string; readonly place: TestPlace | Missing }[] = []
  for (const engine of testEngines) started.push({ name: engine.name, place: await orMissing(engine.start()) })
  for (const { name, place } of started) {
    if ('missing' in place) {
      test(`${what} on ${name}`, { skip: place.missing })
      continue
    }
    after(() => place.stop())
    await declare({ name, create: (database) => place.create(database) })
  }
}
