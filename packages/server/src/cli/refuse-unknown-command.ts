import type { Command } from 'commander'
import { nearest } from '../config/config-error.ts'
import { UsageError } from './refusals.ts'

/**
 * Refuses a command that does not exist, with the nearest that does. Commander looks for `--help` first, and would
 * show the help of the group to whoever asks for that of a command it has not.
 * @throws UsageError
 */
export function refuseUnknownCommand(program: Command, words: readonly string[]): void {
  let group = program
  let path = program.name()
  for (const word of words) {
    if (group.commands.length === 0 || word.startsWith('-') || word === 'help') return
    const known = group.commands.find((one) => one.name() === word || one.aliases().includes(word))
    if (known === undefined) throw new UsageError(refusal(path, word, group))
    group = known
    path = `${path} ${word}`
  }
}

function refusal(path: string, word: string, { commands }: Command): string {
  const names = commands.map((one) => one.name())
  const near = nearest(word, names)
  return `unknown command: ${path} ${word}; ${near === undefined ? `known: ${names.join(', ')}` : `did you mean ${near}?`}`
}
