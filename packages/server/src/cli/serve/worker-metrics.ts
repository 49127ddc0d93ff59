import type { Worker } from 'node:cluster'
import type { Server } from '../../embedding/server.ts'
import type { MetricText } from '../../observability/metrics-page.ts'

type ProcessMetrics = readonly MetricText[]

/** Messages between the primary process and its workers, so that a scrape of any worker returns the metrics of all. */
type Message =
  | { readonly metrics: 'gather' }
  | { readonly metrics: 'read'; readonly worker: number }
  | { readonly metrics: 'own'; readonly own: ProcessMetrics }
  | { readonly metrics: 'all'; readonly all: readonly ProcessMetrics[] }

/** How long to wait for the metrics of a worker before the others are returned without it, in milliseconds. */
const timeout = 1_000

/** In the primary process: responds when a worker asks for the metrics of all workers. */
export function serveGathering(asker: Worker, workers: ReadonlyMap<Worker, number>): void {
  asker.on('message', async (message: unknown) => {
    if (!isMessage(message) || message.metrics !== 'gather') return
    const own = await Promise.all([...workers].map(([worker, number]) => readWorker(worker, number)))
    send(asker, { metrics: 'all', all: own.flatMap((one) => (one === undefined ? [] : [one])) })
  })
}

/** Returns undefined for a worker that exits or does not respond in time. */
function readWorker(worker: Worker, number: number): Promise<ProcessMetrics | undefined> {
  return new Promise((resolve) => {
    const onMessage = (message: unknown) => {
      if (isMessage(message) && message.metrics === 'own') done(message.own)
    }
    const done = (own?: ProcessMetrics) => {
      clearTimeout(timer)
      worker.off('message', onMessage)
      worker.off('exit', giveUp)
      resolve(own)
    }
    const giveUp = () => done()
    const timer = setTimeout(giveUp, timeout)
    worker.on('message', onMessage)
    worker.on('exit', giveUp)
    if (!send(worker, { metrics: 'read', worker: number })) done()
  })
}

function send(worker: Worker, message: Message): boolean {
  // The callback keeps a failure from throwing: the worker may exit at this moment.
  return worker.isConnected() && worker.send(message, () => undefined)
}

/** In a worker: asks the primary process for the metrics of all workers; concurrent scrapes share one request. */
export function createGatherer(): () => Promise<readonly ProcessMetrics[]> {
  let gathering: Promise<readonly ProcessMetrics[]> | undefined
  return () => {
    gathering ??= gather().finally(() => {
      gathering = undefined
    })
    return gathering
  }
}

function gather(): Promise<readonly ProcessMetrics[]> {
  return new Promise((resolve) => {
    process.on('message', function onMessage(message: unknown) {
      if (!isMessage(message) || message.metrics !== 'all') return
      process.off('message', onMessage)
      resolve(message.all)
    })
    process.send?.({ metrics: 'gather' } satisfies Message)
  })
}

/** In a worker: sends its own metrics when the primary process asks. */
export function serveOwnMetrics(server: Pick<Server, 'readMetrics'>): void {
  process.on('message', async (message: unknown) => {
    if (!isMessage(message) || message.metrics !== 'read') return
    const { worker } = message
    process.send?.({ metrics: 'own', own: await server.readMetrics({ worker }) } satisfies Message)
  })
}

function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'metrics' in message
}
