import { readConfig } from '../config/read-config.ts'
import { createServer } from '../main.ts'
import { explain } from './explain.ts'

/** What `serve` may be told on the command line. */
export interface ServeOptions {
  readonly config?: string
  readonly port?: string
  readonly database?: string
  readonly issuer?: string
}

/** Runs the server until it is told to stop; ready when it prints one line with the issuer. */
export async function serve({ config: file, ...options }: ServeOptions): Promise<void> {
  try {
    const config = readConfig({ file, environment: process.env, options })
    const server = await createServer(config)
    const listener = await server.listen()
    process.stdout.write(`valetkey is ready at ${server.issuer}\n`)
    let stopping = false
    const stop = async () => {
      if (stopping) return
      stopping = true
      await listener.close()
      await server.close()
      process.exit(0)
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exit(1)
  }
}
