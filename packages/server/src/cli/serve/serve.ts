import { flushCompileCache } from 'node:module'
import { type Config, readConfig } from '../../config/read-config.ts'
import { printableLines } from '../../observability/printable.ts'
import type { OlderSchema } from '../../storage/open-database.ts'
import { UsageError } from '../refusals.ts'
import { announce, stopOnSignal } from './process.ts'

/** The options of `serve`. */
export interface ServeOptions {
  readonly config?: string
  readonly port?: string
  readonly database?: string
  readonly issuer?: string
  readonly json?: boolean
  readonly workers?: string
  /** False with `--no-migrate`. */
  readonly migrate?: boolean
}

const mostWorkers = 64

/** Only the primary process reports notes. node:cluster sets NODE_UNIQUE_ID in its workers. */
const note = (line: string) =>
  process.env.NODE_UNIQUE_ID === undefined && process.stderr.write(`note: ${printableLines(line)}\n`)

/** Runs the server until a signal stops it; it prints one line with the issuer once it is ready. */
export async function serve({ config: file, json, workers, migrate, ...options }: ServeOptions): Promise<void> {
  const count = toCount(workers)
  // Before the server is loaded, so that an invalid configuration is refused at once.
  const config = readConfig({ file, environment: process.env, options, note })
  const older = migrate === false ? 'refuse' : 'migrate'
  if (count === 1) return serveAlone(config, { json, older })
  return (await import('./serve-with-workers.ts')).serveWithWorkers(config, { json, older, count })
}

async function serveAlone(
  config: Config,
  { json, older }: { readonly json: boolean | undefined; readonly older: OlderSchema },
): Promise<void> {
  const { createServer } = await import('../../main.ts')
  const { createLog } = await import('../../observability/log.ts')
  const server = await createServer(config, { older })
  try {
    const listener = await server.listen()
    stopOnSignal({
      log: createLog().stopping,
      async close() {
        await listener.close()
        await server.close()
      },
    })
    announce({ issuer: server.issuer, host: listener.host, port: listener.port }, json)
    setTimeout(flushCompileCache, 1_000).unref()
  } catch (error) {
    await server.close()
    throw error
  }
}

function toCount(text = '1'): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= mostWorkers) return count
  throw new UsageError(`--workers: ${text} is not a number of processes from 1 to ${mostWorkers}`)
}
