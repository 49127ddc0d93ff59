import { Command } from 'commander'
import { examples, plainCommand, report } from '../command.ts'

/** Declares `valetkey database`. */
export function databaseCommand(): Command {
  return new Command('database').description('Copy a database, also to the other engine.').addCommand(
    plainCommand(
      'copy',
      'Copy everything into an empty database of either engine, and verify the copy by count and checksum.',
    )
      .argument('<from>', 'sqlite:FILE or postgres:// URL; stop its servers first')
      .argument('<to>', 'an empty database, sqlite:FILE or postgres:// URL; its schema is created')
      .addHelpText(
        'after',
        `
The secret is not in the database: a server on the copy needs the same VALETKEY_SECRET. Pass a password as PGPASSWORD
rather than in the URL, which every user of the computer can see in the process list.
${examples('database copy sqlite:./valetkey.db postgres://valetkey@db.example.com/valetkey')}`,
      )
      .action((from: string, to: string, options: { readonly json?: boolean }) =>
        report(options, async () => (await import('./copy.ts')).copy(from, to, options)),
      ),
  )
}
