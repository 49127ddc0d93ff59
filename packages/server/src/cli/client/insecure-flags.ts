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

/** Declares each flag and the one that undoes it, such as `--no-dangerously-allow-password`. */
export function addUndoableInsecureFlags(command: Command): Command {
  for (const one of standardFeatures.insecureOptions) {
    command
      .option(`--${flagOf(one)}`, `insecure: ${one.cost} (${one.clause})`)
      .option(`--no-${flagOf(one)}`, 'turn it off again')
  }
  return command
}

/** Reads the flags that were given as a client's `dangerously`; undefined where none was. */
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
