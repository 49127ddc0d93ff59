import { Command } from 'commander'
import { type CommonOptions, command, examples, report, several } from '../command.ts'
import type { TailOptions } from './tail.ts'
import type { VerifyOptions } from './verify.ts'

/** Declares `valetkey audit`. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('Read and verify the audit log.')
    .addCommand(
      command('verify', 'Check that no row of the audit log was changed, added or removed since it was written.')
        .option(
          '--kept <end>',
          'a chain end from an earlier run, CHAIN:NUMBER:HASH, which the log must still contain; may be repeated',
          several,
        )
        .addHelpText(
          'after',
          `
This needs the server's secret. Keep the chain ends that it prints in another place, and pass them with --kept later:
this also detects a database that was reset to an earlier state.
${examples('audit verify --config valetkey.yaml', 'audit verify --kept admin:12:q0j…', 'audit verify --json')}`,
        )
        .action((options: VerifyOptions) => report(options, async () => (await import('./verify.ts')).verify(options))),
    )
    .addCommand(
      command('tail', 'Show the newest rows of the audit log, of all nodes.')
        .option('--lines <number>', 'the number of rows', '20')
        .option('--follow', 'keep showing new rows until interrupted')
        .option('--since <time>', 'rows since a time, such as 2026-01-31T12:00Z, 30m, 24h or 7d')
        .option('--type <type>', 'rows of a type or a prefix of types, such as token or token.replayed')
        .option('--client <client-id>', 'rows about a client')
        .option('--account <username>', 'rows about an account')
        .addHelpText(
          'after',
          examples(
            'audit tail',
            'audit tail --lines 1000 --json',
            'audit tail --account alice --since 24h',
            'audit tail --type token.replayed --follow',
          ),
        )
        .action(async (options: TailOptions & CommonOptions) => (await import('./tail.ts')).tail(options)),
    )
}
