import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { type Cluster, PostgresMissing, startPostgres } from '../../../../../bench/servers/postgres.ts'

/** An engine that the storage contract is held against. */
export interface TestEngine {
  readonly name: string
  /** Prepares what empty databases are made in. @throws PostgresMissing where this machine lacks the engine */
  start(): Promise<TestPlace>
}

/** Where empty databases are made. */
export interface TestPlace {
  /** Makes an empty database and answers its URL. */
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

/** Lists the engines: every promise of the stores is tried on each. */
export const testEngines: readonly TestEngine[] = [sqlite, postgres]

/** What a missing engine is instead. */
export interface Missing {
  readonly missing: string
}

/**
 * Returns what was started, or why this machine lacks it. Where the gate runs, a missing engine is a failure; an engine that is installed and
 * does not start is one everywhere.
 */
export async function orMissing<T extends object>(started: Promise<T>): Promise<T | Missing> {
  try {
    return await started
  } catch (error) {
    if (!(error instanceof PostgresMissing) || isRequired()) throw error
    return { missing: error.message }
  }
}

/** Whether every engine must be there: in CI, and where the set-up can install it. */
function isRequired(): boolean {
  return process.env.CI === 'true' || (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get'))
}

/** Declares tests for each engine, with a place to make databases in; one that this machine lacks is skipped with the reason. */
export async function onEachEngine(
  what: string,
  declare: (place: { readonly name: string; readonly create: (database: string) => string }) => Promise<void> | void,
): Promise<void> {
  for (const engine of testEngines) {
    const place = await orMissing(engine.start())
    if ('missing' in place) {
      test(`${what} on ${engine.name}`, { skip: place.missing })
      continue
    }
    after(() => place.stop())
    await declare({ name: engine.name, create: (database) => place.create(database) })
  }
}
