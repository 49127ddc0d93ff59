import type { Config } from '../config/read-config.ts'
import type { ServerOptions } from '../embedding/server.ts'
import type { Log } from '../observability/log.ts'
import type { ServerSecret } from '../secrets/server-secret.ts'
import type { Database } from '../storage/database.ts'

/** What a server is made from. */
export interface Environment {
  readonly config: Config
  readonly options: ServerOptions
  readonly clock: () => number
  readonly log: Log
  /** Writes a line for the operator. */
  readonly say: (line: string) => void
  readonly secret: ServerSecret
  readonly database: Database
}
