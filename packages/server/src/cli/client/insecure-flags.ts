import type { Command } from 'commander'
import { standardFeatures } from '../../oauth/features.ts'
import type { InsecureOption } from '../../oauth/insecure-option.ts'

/** Declares a flag for each insecure option of a client, such as `--dangerously-allow-password`. */
export function addInsecureFlags(command: Command): Command {
  for (const one of standardFeatures.insecureOptions) {
    command.option(`--${flagOf(one)}`, `insecure: ${one.cost} (${one.clause})`)
  }
  return command
}

/** Declares each flag and its negation, such as `--no-dangerously-allow-password`. */
export function addUndoableInsecureFlags(command: Command): Command {
  for (const one of standardFeatures.insecureOptions) {
    command
      .option(`--${flagOf(one)}`, `insecure: ${one.cost} (${one.clause})`)
      .option(`--no-${flagOf(one)}`, 'turn it off again')
  }
  return command
}

/** Returns the client's `dangerously` member from the flags; undefined if none was given. */
export function readInsecureFlags(
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, boolean>> | undefined {
  const given = standardFeatures.insecureOptions.flatMap(({ option }) => {
    const value = options[`dangerously${option.charAt(0).toUpperCase()}${option.slice(1)}`]
    return typeof value === 'boolean' ? [[option, value] as const] : []
  })
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

function flagOf({ option }: InsecureOption): string {
  return `dangerously-${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
