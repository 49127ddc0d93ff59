import type { Worker } from 'node:cluster'
import type { Server } from '../../embedding/server.ts'
import type { MetricText } from '../../observability/metrics-page.ts'

type Own = readonly MetricText[]

/** What the first process and its workers tell each other, so that a scrape sees all of them whichever it comes to. */
type Message =
  | { readonly metrics: 'gather' }
  | { readonly metrics: 'read'; readonly worker: number }
  | { readonly metrics: 'own'; readonly own: Own }
  | { readonly metrics: 'all'; readonly all: readonly Own[] }

/** How long to wait for the metrics of a worker before the others are returned without it, in milliseconds. */
const timeout = 1_000

/** In the first process: lets a worker ask for what all of them counted. */
export function letGather(asker: Worker, workers: ReadonlyMap<Worker, number>): void {
  asker.on('message', async (message: unknown) => {
    if (!isMessage(message) || message.metrics !== 'gather') return
    const own = await Promise.all([...workers].map(([worker, number]) => readOwn(worker, number)))
    tell(asker, { metrics: 'all', all: own.flatMap((one) => (one === undefined ? [] : [one])) })
  })
}

/** Answers undefined for a worker that ends or is too busy. */
function readOwn(worker: Worker, number: number): Promise<Own | undefined> {
  return new Promise((resolve) => {
    const hear = (message: unknown) => {
      if (isMessage(message) && message.metrics === 'own') done(message.own)
    }
    const done = (own?: Own) => {
      clearTimeout(late)
      worker.off('message', hear)
      worker.off('exit', gone)
      resolve(own)
    }
    const gone = () => done()
    const late = setTimeout(gone, timeout)
    worker.on('message', hear)
    worker.on('exit', gone)
    if (!tell(worker, { metrics: 'read', worker: number })) done()
  })
}

function tell(worker: Worker, message: Message): boolean {
  // A worker that exits at this moment does not get it.
  return worker.isConnected() && worker.send(message, () => undefined)
}

/** In a worker: asks the first process for what all workers counted; scrapes of one moment share an answer. */
export function createGatherer(): () => Promise<readonly Own[]> {
  let gathering: Promise<readonly Own[]> | undefined
  return () => {
    gathering ??= gather().finally(() => {
      gathering = undefined
    })
    return gathering
  }
}

function gather(): Promise<readonly Own[]> {
  return new Promise((resolve) => {
    process.on('message', function hear(message: unknown) {
      if (!isMessage(message) || message.metrics !== 'all') return
      process.off('message', hear)
      resolve(message.all)
    })
    process.send?.({ metrics: 'gather' } satisfies Message)
  })
}

/** In a worker: tells its own when it is asked. */
export function tellOwn(server: Pick<Server, 'readMetrics'>): void {
  process.on('message', async (message: unknown) => {
    if (!isMessage(message) || message.metrics !== 'read') return
    const { worker } = message
    process.send?.({ metrics: 'own', own: await server.readMetrics({ worker }) } satisfies Message)
  })
}

function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'metrics' in message
}
