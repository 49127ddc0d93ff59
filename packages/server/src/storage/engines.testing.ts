import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
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
