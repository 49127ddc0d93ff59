import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { type Cluster, startPostgres } from '../../../../bench/servers/postgres.ts'

/** An engine that the storage contract is held against. */
export interface TestEngine {
  readonly name: string
  /** Prepares what empty databases are made in. @throws Error where this machine lacks the engine */
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

/** Declares tests for each engine, with a place to make databases in; one that this machine lacks is skipped with the reason. */
export async function onEachEngine(
  what: string,
  declare: (place: { readonly name: string; readonly create: (database: string) => string }) => Promise<void> | void,
): Promise<void> {
  for (const { name, start } of testEngines) {
    try {
      const place = await start()
      after(() => place.stop())
      await declare({ name, create: (database) => place.create(database) })
    } catch (error) {
      test(`${what} on ${name}`, { skip: `${name} is not on this machine: ${error}` })
    }
  }
}
