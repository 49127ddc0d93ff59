import { Command } from 'commander'
import { printableLines } from '../observability/printable.ts'
import type { Outcome } from './output.ts'
import { writeJson } from './write-json.ts'

/** The options of every command: the server it is about, and the output format. */
export interface CommonOptions {
  readonly config?: string
  readonly database?: string
  readonly json?: boolean
}

export interface RemoveOptions extends CommonOptions {
  /** Skips the confirmation. */
  readonly yes?: boolean
}

/** Declares a command that works on the database of a server, which need not run. */
export function command(name: string, description: string): Command {
  return plainCommand(name, description)
    .option('--config <file>', 'configuration file of the server')
    .option(
      '--database <url>',
      'its database, sqlite:FILE or postgres:// URL (default: VALETKEY_DATABASE, else from the configuration)',
    )
}

/** Declares a command that needs no server. */
export function plainCommand(name: string, description: string): Command {
  return new Command(name).description(description).option('--json', 'print JSON')
}

/** Lists the subcommands that help, completion and the reference page show; former names are hidden. */
export function visibleCommands(parent: Command): readonly Command[] {
  const visible = parent.createHelp().visibleCommands(parent)
  return parent.commands.filter((one) => visible.includes(one))
}

/** Formats the examples shown below a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ valetkey ${line}`).join('\n')}`
}

/** Collects the values of a repeatable option. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Runs a command's work, prints its outcome and sets the exit code. */
export async function report(options: { readonly json?: boolean }, work: () => Promise<Outcome>): Promise<void> {
  const { text, data, notes = [], failed = false } = await work()
  process.stdout.write(`${options.json ? writeJson(data) : printableLines(text)}\n`)
  for (const note of notes) process.stderr.write(options.json ? '' : `note: ${printableLines(note)}\n`)
  if (failed) process.exitCode = 1
}
