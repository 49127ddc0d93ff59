import { createInterface } from 'node:readline/promises'
import { Refused } from './refusals.ts'

/**
 * Asks on the terminal to confirm an act that cannot be undone.
 * @throws Refused if the reply is not yes, or there is no terminal
 */
export async function confirm(act: string, yes: boolean): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw new Refused(`this would ${act}: confirm it with --yes`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`This will ${act}. Type yes to continue: `)
    if (answer.trim().toLowerCase() !== 'yes') throw new Refused('nothing was changed')
  } finally {
    terminal.close()
  }
}
