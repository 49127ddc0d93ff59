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
          'an end that was shown before, CHAIN:NUMBER:HASH; it must still be there; may be repeated',
          several,
        )
        .addHelpText(
          'after',
          `
It needs the server's secret. The ends of the chains that it shows may be kept elsewhere and given with --kept later:
so even a database that was put back to an earlier state shows.
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
