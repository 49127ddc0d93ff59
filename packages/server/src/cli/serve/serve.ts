import { flushCompileCache } from 'node:module'
import { readConfig } from '../../config/read-config.ts'

/** What `serve` may be told on the command line. */
export interface ServeOptions {
  readonly config?: string
  readonly port?: string
  readonly database?: string
  readonly issuer?: string
  readonly json?: boolean
}

/** How long requests under way may take after SIGTERM, in milliseconds; container platforms kill after ten seconds or more. */
const drainLimit = 9_000

/** Runs the server until it is told to stop; ready when it prints one line with the issuer. */
export async function serve({ config: file, json, ...options }: ServeOptions): Promise<void> {
  // The configuration is read before the server is even loaded: a wrong one is refused at once.
  const config = readConfig({ file, environment: process.env, options })
  const { createServer } = await import('../../main.ts')
  const server = await createServer(config)
  try {
    const listener = await server.listen()
    stopOnSignal(async () => {
      await listener.close()
      await server.close()
    })
    const ready = { issuer: server.issuer, port: listener.port }
    process.stdout.write(json ? `${JSON.stringify(ready)}\n` : `valetkey is ready at ${server.issuer}\n`)
    setTimeout(flushCompileCache, 1_000).unref()
  } catch (error) {
    await server.close()
    throw error
  }
}

/** The first signal ends what is under way and exits with 0; the second does not wait. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false
  async function stop(): Promise<void> {
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(0), drainLimit).unref()
    await close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
