import { Command } from 'commander'
import { examples, plainCommand, report } from '../command.ts'

/** Declares `valetkey database`. */
export function databaseCommand(): Command {
  return new Command('database').description('Copy databases.').addCommand(
    plainCommand(
      'copy',
      'Copy everything into an empty database of either engine, and verify the copy by count and checksum.',
    )
      .argument('<from>', 'sqlite:FILE or postgres:// URL; stop its servers first')
      .argument('<to>', 'an empty database, sqlite:FILE or postgres:// URL; its schema is brought up')
      .addHelpText(
        'after',
        `
The secret is not in the database: the server on the copy needs the same VALETKEY_SECRET. A password is better left
out of the URL, which every user of the computer can read in the list of processes, and given as PGPASSWORD.
${examples('database copy sqlite:./valetkey.db postgres://valetkey@db.example.com/valetkey')}`,
      )
      .action((from: string, to: string, options: { readonly json?: boolean }) =>
        report(options, async () => (await import('./copy.ts')).copy(from, to, options)),
      ),
  )
}
