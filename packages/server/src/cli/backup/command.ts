import type { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'

/** Declares `valetkey backup`. */
export function backupCommand(): Command {
  return command(
    'backup',
    'Back up an SQLite database to a file while the server runs; see `valetkey restore`. For PostgreSQL, use pg_dump.',
  )
    .argument('<file>', 'the file to create; an existing file is never overwritten')
    .addHelpText('after', examples('backup valetkey-monday.db --config valetkey.yaml'))
    .action((file: string, options: CommonOptions) =>
      report(options, async () => (await import('./backup.ts')).backup(file, options)),
    )
}
