import { bothEngines, type Case } from '../case.ts'
import { createBrowser, formWith, pathOf } from '../drive/browser.ts'
import { NoAnswer } from '../drive/http.ts'
import { describe, machineToken } from '../drive/oauth.ts'
import { percentile, times } from '../drive/statistics.ts'
import type { ServerNode } from '../environment/server-node.ts'

/** Attackers from many addresses guess passwords as fast as the server checks them, while machines fetch tokens. */
export const passwordHashingDelaysNoToken: Case = {
  id: 'R19',
  claim: 'while password hashing is saturated, the p99 of the token endpoint stays below 250 ms',
  engines: bothEngines,
  async run({ isLong, start }) {
    const milliseconds = isLong ? 30_000 : 2_000
    const deployment = await start({ nodes: 1 })
    const node = deployment.node(0)
    const guesses = startGuessing(node, 16)
    const faults: string[] = []
    const took: number[] = []
    const end = performance.now() + milliseconds
    const fetchTokens = async (format: 'opaque' | 'jwt') => {
      while (performance.now() < end) {
        const answer = await machineToken(node, format)
        if (answer.status === 200) took.push(answer.took)
        else faults.push(describe(answer))
      }
    }
    await Promise.all([fetchTokens('opaque'), fetchTokens('jwt'), fetchTokens('opaque'), fetchTokens('jwt')])
    const { checked, refused, odd } = await guesses.stop()
    faults.push(...odd)
    // The short form may share the machine with whatever else is tested.
    const bound = isLong ? 250 : 2_000
    if (percentile(took, 0.99) > bound) faults.push(`p99 is above ${bound} ms`)
    if (checked === 0) faults.push('no password was checked')
    return {
      figures: {
        tokens: took.length,
        'passwords checked': checked,
        'guesses refused': refused,
        ...times('token', took),
      },
      faults,
    }
  },
}

function startGuessing(node: ServerNode, guessers: number) {
  let isStopped = false
  const count = { checked: 0, refused: 0, odd: [] as string[] }
  async function guess(index: number): Promise<void> {
    for (let round = 0; !isStopped; round++) {
      const browser = createBrowser(`198.51.${index}.${round % 250}`)
      try {
        const { action, fields } = formWith(await browser.get(node, '/login'), 'username')
        fields.set('username', `nobody-${index}-${round}`)
        fields.set('password', 'a guess')
        const { status, text } = await browser.post(node, pathOf(action), fields)
        if (status === 400) count.checked++
        else if (status === 429 || status === 503) count.refused++
        else count.odd.push(`a guess: ${status} ${text.slice(0, 100)}`)
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        count.odd.push(error.message)
      }
    }
  }
  const all = Array.from({ length: guessers }, (_, index) => guess(index))
  return {
    async stop() {
      isStopped = true
      await Promise.all(all)
      return count
    },
  }
}
