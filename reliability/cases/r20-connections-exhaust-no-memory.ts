import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Case } from '../case.ts'
import { NoAnswer } from '../drive/http.ts'
import { describe, machineToken } from '../drive/oauth.ts'
import { percentile, times } from '../drive/statistics.ts'
import type { ServerNode } from '../environment/server-node.ts'

/** How many connections each flood keeps open, in the short and in the long form. */
const floods = {
  pipelining: [16, 64],
  'slow readers': [100, 1_000],
  'slow bodies': [300, 4_000],
  'idle connections': [500, 10_000],
} as const

/** Unauthenticated callers hold connections in every way that costs memory, while clients fetch tokens. */
export const connectionsExhaustNoMemory: Case = {
  id: 'R20',
  claim: 'unauthenticated connections do not exhaust memory, and the p99 of the token endpoint stays below 250 ms',
  engines: ['sqlite'],
  async run({ isLong, start }) {
    const milliseconds = isLong ? 20_000 : 1_500
    const deployment = await start({ nodes: 1 })
    const node = deployment.node(0)
    const faults: string[] = []
    const figures: Record<string, number | string> = {}
    await honestLoad(node, isLong ? 3_000 : 300, faults)
    const idle = node.memory().own
    figures['memory before'] = `${Math.round(idle)} MB`
    // The short form may share the machine with whatever else is tested.
    const [mostTime, mostMemory] = isLong ? [250, 300] : [2_000, 200]
    for (const [kind, [few, many]] of Object.entries(floods)) {
      const flood = runFlood({ kind, node, count: isLong ? many : few, milliseconds })
      const { took, most } = await honestLoad(node, milliseconds, faults)
      const { opened, closed, refused } = await flood
      const grown = Math.round(most - idle)
      figures[`${kind}, opened`] = opened
      figures[`${kind}, closed by the server`] = closed
      figures[`${kind}, memory`] = `+${grown} MB`
      Object.assign(figures, times(`${kind}, token`, took))
      if (opened === 0) faults.push(`${kind}: no connection was opened, ${refused} were refused`)
      if (grown > mostMemory) faults.push(`${kind}: memory grew by ${grown} MB`)
      if (!(percentile(took, 0.99) <= mostTime)) faults.push(`${kind}: p99 is above ${mostTime} ms`)
    }
    return { figures, faults }
  },
}

/** Fetches tokens as machines do, and watches the node's memory. */
async function honestLoad(node: ServerNode, milliseconds: number, faults: string[]) {
  const took: number[] = []
  const end = performance.now() + milliseconds
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, node.memory().own)
  }, 50)
  const fetchTokens = async () => {
    while (performance.now() < end) {
      try {
        const answer = await machineToken(node, 'opaque')
        if (answer.status === 200) took.push(answer.took)
        else faults.push(describe(answer))
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        faults.push(`an honest request: ${error.message}`)
      }
    }
  }
  await Promise.all(Array.from({ length: 4 }, fetchTokens))
  clearInterval(watch)
  return { took, most }
}

interface Flood {
  readonly kind: string
  readonly node: ServerNode
  readonly count: number
  readonly milliseconds: number
}

async function runFlood({ kind, node, count, milliseconds }: Flood) {
  const script = join(import.meta.dirname, '../drive/flood.ts')
  const args = ['--kind', kind, '--port', String(node.port), '--count', String(count)]
  const { stdout } = await promisify(execFile)(process.execPath, [
    script,
    ...args,
    '--milliseconds',
    String(milliseconds),
  ])
  const { opened, closed, refused }: Record<string, unknown> = JSON.parse(stdout)
  return { opened: Number(opened), closed: Number(closed), refused: Number(refused) }
}
