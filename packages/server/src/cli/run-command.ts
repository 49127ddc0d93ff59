import { CommanderError } from 'commander'
import { printableLines } from '../observability/printable.ts'
import { explain } from './describe-failure.ts'
import { createProgram } from './program.ts'
import { UsageError } from './refusals.ts'
import { refuseUnknownCommand } from './refuse-unknown-command.ts'
import { writeJson } from './write-json.ts'

/** The command was typed wrongly; 1 is for what was refused or failed. */
const usage = 2

/** Runs the command line. A failure becomes a sentence on standard error, or `{"error": …}` where `--json` was asked. */
export async function runCommand(argv: readonly string[]): Promise<void> {
  const json = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json')
  tolerateClosedOutput()
  // Databases, secrets and backups that a command makes are for this user alone.
  process.umask(0o077)
  const program = await createProgram({ quiet: json, word: argv[2] })
  try {
    refuseUnknownCommand(program, argv.slice(2))
    await program.parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    const byCommander = error instanceof CommanderError
    process.exitCode = byCommander || error instanceof UsageError ? usage : 1
    if (json) process.stderr.write(`${writeJson({ error: withoutLabel(explain(error)) })}\n`)
    else if (!byCommander) process.stderr.write(`${printableLines(explain(error))}\n`)
  }
}

/** Commander writes `error: ` before its sentence, which the member's name says already. */
function withoutLabel(sentence: string): string {
  return sentence.replace(/^error: /, '')
}

/** A reader may close the pipe early (`valetkey client list | head`): that is no failure. */
function tolerateClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (!('code' in error) || error.code !== 'EPIPE') throw error
    })
  }
}
