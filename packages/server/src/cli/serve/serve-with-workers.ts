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
import { createGatherer, letGather, tellOwn } from './worker-metrics.ts'

/** How many processes share the port, and how they start. */
export interface WorkerOptions {
  readonly count: number
  readonly json: boolean | undefined
  readonly older: OlderSchema
}

/** A worker that dies is followed by another after this time, which doubles up to the longest while they die young, in milliseconds. */
const firstPause = 100
const longestPause = 10_000
const young = 30_000

const stopMessage = 'stop'

/** The exit code of a worker that started while the database was away (EX_TEMPFAIL of sysexits.h). */
const unavailable = 75

/** Serves with several processes on one port: the first one brings up what is brought up once, and watches the others. */
export async function serveWithWorkers(config: Config, options: WorkerOptions): Promise<void> {
  return cluster.isPrimary ? watch(config, options) : work(config)
}

async function watch(config: Config, { count, json, older }: WorkerOptions): Promise<void> {
  if (config.database === 'sqlite::memory:') {
    throw new Refused('database: a database in memory belongs to one process; name a file, or leave --workers out')
  }
  await prepare(config, older)
  // The workers take connections from the port themselves: passed on by the first process, one in some thousands is
  // never handed over, and each costs a message.
  cluster.schedulingPolicy = cluster.SCHED_NONE
  const log = createLog()
  let isStopping = false
  const workers = new Set<Worker>()
  /** Those that are ready, each with its number in the metrics, which its replacement takes over. */
  const serving = new Map<Worker, number>()

  /** Starts a worker and answers when it is ready; rejects if it ends before. */
  function start(number: number, pause: number): Promise<Ready> {
    const worker = cluster.fork()
    const started = Date.now()
    workers.add(worker)
    letGather(worker, serving)
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
        follow(number, Date.now() - started > young ? firstPause : pause, how)
      })
    })
  }

  /**
   * Starts workers until one is ready, with a pause that doubles after each.
   * @throws WorkerEnded if the server stops, or `isHopeless` says that another would end the same way
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

  async function follow(number: number, pause: number, how: string): Promise<void> {
    log.warning(`a worker ended (${how}); another starts in ${pause} ms`)
    await sleep(pause)
    if (!isStopping) await keepStarting(number, Math.min(pause * 2, longestPause)).catch(() => undefined)
  }

  async function stop(): Promise<void> {
    isStopping = true
    await Promise.all([...workers].map(end))
  }

  stopOnSignal({
    note: log.stopping,
    close: stop,
    onImpatience() {
      for (const worker of workers) worker.process.kill('SIGKILL')
    },
  })
  try {
    // The first one alone: what keeps it from serving is then said once.
    const ready = await keepStarting(1, firstPause, ({ isMisconfigured }) => isMisconfigured)
    if (isStopping) return
    await Promise.all(Array.from({ length: count - 1 }, (_, index) => keepStarting(index + 2, firstPause)))
    if (!isStopping) announce(ready, json)
  } catch (error) {
    // A worker that is stopped during its start exits before it is ready; the same signal stops this process.
    if (isStopping) return
    await stop()
    // The worker has said why.
    if (!(error instanceof WorkerEnded)) throw error
    process.exit(1)
  }
}

/** A worker ended before it was ready. */
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

/** Migrates, applies the configuration and makes the first keys, so that no worker has to. */
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
  // A terminal sends Ctrl-C and its hang-up to every process, and the first one passes them on: once is enough.
  process.on('SIGINT', () => undefined)
  process.on('SIGHUP', () => undefined)
  process.on('SIGTERM', stop)
  // Before the first await: what is sent to a worker that starts must find somebody who hears it.
  process.on('message', (message) => message === stopMessage && stop())
  opened = await open(config).catch(async (error) => {
    // The channel to the first process would keep this one alive.
    process.channel?.unref()
    if (await isOfDatabase(error)) {
      process.once('exit', () => {
        process.exitCode = unavailable
      })
    }
    throw error
  })
  const ready: Ready = { issuer: opened.server.issuer, host: opened.listener.host, port: opened.listener.port }
  process.send?.(ready)
}

/** The first process has used the database, so that its configuration is right and its absence passes. */
async function isOfDatabase(error: unknown): Promise<boolean> {
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
  tellOwn(server)
  try {
    return { server, listener: await server.listen() }
  } catch (error) {
    await server.close()
    throw error
  }
}
