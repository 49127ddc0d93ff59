import type { Command } from 'commander'
import { nearest } from '../config/config-error.ts'
import { visibleCommands } from './command.ts'
import { UsageError } from './refusals.ts'

/**
 * Refuses an unknown command and suggests the nearest one. Commander would handle `--help` first and show the help of
 * the group.
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

function refusal(path: string, word: string, group: Command): string {
  const names = visibleCommands(group).map((one) => one.name())
  const near = nearest(word, names)
  return `unknown command: ${path} ${word}; ${near === undefined ? `known: ${names.join(', ')}` : `did you mean ${near}?`}`
}
