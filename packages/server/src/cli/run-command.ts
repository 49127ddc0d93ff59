import { CommanderError } from 'commander'
import { printableLines } from '../observability/printable.ts'
import { describeFailure } from './describe-failure.ts'
import { createProgram } from './program.ts'
import { protectIds } from './protect-ids.ts'
import { UsageError } from './refusals.ts'
import { refuseUnknownCommand } from './refuse-unknown-command.ts'
import { writeJson } from './write-json.ts'

const usageExitCode = 2

/** Runs the command line. A failure is printed to standard error as one sentence, or with `--json` as `{"error": …}`. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const json = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json')
  tolerateClosedOutput()
  // Databases, secrets and backups that a command creates are private to this user.
  process.umask(0o077)
  const program = await createProgram({ quiet: json, word: argv[2] })
  try {
    refuseUnknownCommand(program, argv.slice(2))
    await program.parseAsync([...protectIds(argv)])
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    const byCommander = error instanceof CommanderError
    process.exitCode = byCommander || error instanceof UsageError ? usageExitCode : 1
    if (json) process.stderr.write(`${writeJson({ error: withoutLabel(describeFailure(error)) })}\n`)
    else if (!byCommander) process.stderr.write(`${printableLines(describeFailure(error))}\n`)
  }
}

/** Removes the prefix `error: ` of Commander's messages, which repeats the name of the JSON member. */
function withoutLabel(sentence: string): string {
  return sentence.replace(/^error: /, '')
}

/** A closed pipe (`valetkey client list | head`) is no failure. */
function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!('code' in error) || error.code !== 'EPIPE') throw error
    })
  }
}
