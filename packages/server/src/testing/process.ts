import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { withKnownHashes } from './known-hashes.ts'
import { testConfig } from './setup.ts'

const command = path.join(import.meta.dirname, '../../bin/valetkey.js')

/** A server in its own process. */
export interface ServerProcess {
  readonly origin: string
  /** Its standard error so far. */
  log(): string
  /** Its resident memory, in megabytes. */
  memory(): number
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** A folder with a configuration that several processes may serve. */
export interface SharedServer {
  readonly folder: string
  /** Starts a process on its own port. @param shell runs before it in the same process, such as `ulimit -f 1000` */
  start(environment?: Readonly<Record<string, string>>, shell?: string): Promise<ServerProcess>
}

/** Prepares a configuration for processes, with further members; all processes end with the tests. */
export function prepareProcesses(members: object = {}): SharedServer {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-process-'))
  const file = path.join(folder, 'valetkey.yaml')
  const config = { ...testConfig, database: `sqlite:${path.join(folder, 'valetkey.db')}`, ...members }
  writeFileSync(file, JSON.stringify(withKnownHashes(config)))
  const running: ServerProcess[] = []
  after(async () => {
    await Promise.all(running.map((one) => one.stop('SIGKILL')))
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    async start(environment = {}, shell = ':') {
      const port = String(await freePort())
      const serve = `${shell}; exec "$0" "$@"`
      const args = ['-c', serve, process.execPath, command, 'serve', '--config', file, '--port', port]
      const env = { ...process.env, VALETKEY_LOG: 'silent', ...environment }
      const child = spawn('bash', args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
      let log = ''
      child.stderr.on('data', (chunk) => {
        log += chunk
      })
      const one = {
        origin: `http://127.0.0.1:${port}`,
        log: () => log,
        memory: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
        async stop(signal: NodeJS.Signals = 'SIGTERM') {
          if (child.exitCode !== null || child.signalCode !== null) return
          child.kill(signal)
          await once(child, 'exit')
        },
      }
      running.push(one) // before it is known to be ready: one that is not ready must be stopped, too
      const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
      assert.match(String(line), /ready/, `the server did not start: ${log}`)
      return one
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
