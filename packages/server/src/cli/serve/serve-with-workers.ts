import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { flushCompileCache } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../../config/read-config.ts'
import type { Server } from '../../embedding/server.ts'
import type { Listener } from '../../http/listener.ts'
import { Unavailable } from '../../oauth/ports.ts'
import { createLog } from '../../observability/log.ts'
import type { OlderSchema } from '../../storage/open-database.ts'
import { Refused } from '../refusals.ts'
import { announce, drainLimit, type Ready, stopOnSignal } from './process.ts'
import { createGatherer, serveGathering, serveOwnMetrics } from './worker-metrics.ts'

export interface WorkerOptions {
  readonly count: number
  readonly json: boolean | undefined
  readonly older: OlderSchema
}

/** Milliseconds before a dead worker is replaced: doubled, up to the longest, each time a worker dies young. */
const firstPause = 100
const longestPause = 10_000
const young = 30_000

const stopMessage = 'stop'

/** The exit code of a worker that started while the database was unavailable (EX_TEMPFAIL in sysexits.h). */
const unavailable = 75

/** Serves with several processes on one port. The primary process prepares the database once and supervises the workers. */
export async function serveWithWorkers(config: Config, options: WorkerOptions): Promise<void> {
  return cluster.isPrimary ? supervise(config, options) : work(config)
}

async function supervise(config: Config, { count, json, older }: WorkerOptions): Promise<void> {
  if (config.database === 'sqlite::memory:') {
    throw new Refused(
      'database: sqlite::memory: belongs to one process and cannot be shared by workers; name a file, or leave out --workers',
    )
  }
  await prepare(config, older)
  // Workers accept connections themselves: if the primary process distributes them, one in some thousands is lost, and each
  // costs a message.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const log = createLog()
  let isStopping = false
  const workers = new Set<Worker>()
  /** Ready workers with their numbers in the metrics, which a replacement inherits. */
  const serving = new Map<Worker, number>()

  /** Starts a worker; resolves when it is ready, and rejects if it exits before that. */
  function start(number: number, pause: number): Promise<Ready> {
    const worker = cluster.fork()
    const started = Date.now()
    workers.add(worker)
    serveGathering(worker, serving)
    return new Promise((resolve, reject) => {
      let isReady = false
      worker.once('message', (ready: Ready) => {
        isReady = true
        serving.set(worker, number)
        resolve(ready)
      })
      worker.once('exit', (code, signal) => {
        workers.delete(worker)
        serving.delete(worker)
        const how = signal ?? `code ${code}`
        if (!isReady) reject(new WorkerEnded(how, signal === null && code !== unavailable))
        if (!isReady || isStopping) return
        replace(number, Date.now() - started > young ? firstPause : pause, how)
      })
    })
  }

  /**
   * Starts workers until one is ready; the pause doubles after each.
   * @throws WorkerEnded if the server stops, or `isHopeless` returns true for the failure
   */
  async function keepStarting(
    number: number,
    first: number,
    isHopeless: (ended: WorkerEnded) => boolean = () => false,
  ): Promise<Ready> {
    for (let pause = first; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        return await start(number, pause)
      } catch (error) {
        if (!(error instanceof WorkerEnded) || isStopping || isHopeless(error)) throw error
        log.warning(`a worker ended (${error.how}) before it was ready; another starts in ${pause} ms`)
        await sleep(pause)
        if (isStopping) throw error
      }
    }
  }

  async function replace(number: number, pause: number, how: string): Promise<void> {
    log.warning(`a worker ended (${how}); another starts in ${pause} ms`)
    await sleep(pause)
    if (!isStopping) await keepStarting(number, Math.min(pause * 2, longestPause)).catch(() => undefined)
  }

  async function stop(): Promise<void> {
    isStopping = true
    await Promise.all([...workers].map(end))
  }

  stopOnSignal({
    log: log.stopping,
    close: stop,
    onForcedExit() {
      for (const worker of workers) worker.process.kill('SIGKILL')
    },
  })
  try {
    // The first worker starts alone, so that a failure is reported once.
    const ready = await keepStarting(1, firstPause, ({ isMisconfigured }) => isMisconfigured)
    if (isStopping) return
    await Promise.all(Array.from({ length: count - 1 }, (_, index) => keepStarting(index + 2, firstPause)))
    if (!isStopping) announce(ready, json)
  } catch (error) {
    // A worker that is stopped during its start exits before it is ready; the same signal stops this process.
    if (isStopping) return
    await stop()
    // The worker has reported why.
    if (!(error instanceof WorkerEnded)) throw error
    process.exit(1)
  }
}

class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded'
  readonly how: string
  readonly isMisconfigured: boolean

  constructor(how: string, isMisconfigured: boolean) {
    super(`a worker ended (${how}) before it was ready`)
    this.how = how
    this.isMisconfigured = isMisconfigured
  }
}

/** Migrates, applies the configuration and creates the first signing keys, so that no worker has to. */
async function prepare(config: Config, older: OlderSchema): Promise<void> {
  const { createServer } = await import('../../main.ts')
  const server = await createServer(config, { older })
  await server.close()
  flushCompileCache()
}

async function end(worker: Worker): Promise<void> {
  if (worker.isDead()) return
  const gone = once(worker, 'exit')
  const late = setTimeout(() => worker.process.kill('SIGKILL'), drainLimit - 500)
  if (worker.isConnected()) worker.send(stopMessage)
  await gone
  clearTimeout(late)
}

async function work(config: Config): Promise<void> {
  let opened: Opened | undefined
  let isStopping = false
  async function stop(): Promise<void> {
    if (isStopping) return
    isStopping = true
    await opened?.listener.close()
    await opened?.server.close()
    process.exit(0)
  }
  // A terminal sends SIGINT and SIGHUP to every process; the primary process tells the workers to stop.
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
  process.on('SIGTERM', stop)
  // Before the first await, so that a stop message sent during startup is received.
  process.on('message', (message) => message === stopMessage && stop())
  opened = await open(config).catch(async (error) => {
    // The channel to the primary process would keep this one alive.
    process.channel?.unref()
    if (await isDatabaseFailure(error)) {
      process.once('exit', () => {
        process.exitCode = unavailable
      })
    }
    throw error
  })
  const ready: Ready = { issuer: opened.server.issuer, host: opened.listener.host, port: opened.listener.port }
  process.send?.(ready)
}

/** The primary process has used the database, so its configuration is right and the failure is temporary. */
async function isDatabaseFailure(error: unknown): Promise<boolean> {
  const { DatabaseError } = await import('../../storage/open-database.ts')
  return error instanceof DatabaseError || error instanceof Unavailable
}

interface Opened {
  readonly server: Server
  readonly listener: Listener
}

async function open(config: Config): Promise<Opened> {
  const { createServer } = await import('../../main.ts')
  const server = await createServer(config, { isPrepared: true, gatherMetrics: createGatherer() })
  serveOwnMetrics(server)
  try {
    return { server, listener: await server.listen() }
  } catch (error) {
    await server.close()
    throw error
  }
}
