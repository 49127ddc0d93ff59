import type { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'

/** Declares `valetkey backup`. */
export function backupCommand(): Command {
  return command(
    'backup',
    'Copy the database into a file while the server runs; valetkey restore puts it back. For SQLite: PostgreSQL has pg_dump.',
  )
    .argument('<file>', 'the file to make; an existing one is never overwritten')
    .addHelpText('after', examples('backup valetkey-monday.db --config valetkey.yaml'))
    .action((file: string, options: CommonOptions) =>
      report(options, async () => (await import('./backup.ts')).backup(file, options)),
    )
}
