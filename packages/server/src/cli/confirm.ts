import { createInterface } from 'node:readline/promises'
import { Refused } from './refusals.ts'

/**
 * Asks on the terminal whether to do what cannot be undone.
 * @throws Refused where the answer is not yes, or there is no terminal to ask on
 */
export async function confirm(what: string, yes: boolean): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw new Refused(`this would ${what}: confirm it with --yes`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`This will ${what}. Type yes to go on: `)
    if (answer.trim().toLowerCase() !== 'yes') throw new Refused('nothing was changed')
  } finally {
    terminal.close()
  }
}
