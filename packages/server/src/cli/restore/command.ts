import type { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { RestoreOptions } from './restore.ts'

/** Declares `valetkey restore`. */
export function restoreCommand(): Command {
  return command('restore', 'Put a backup in the place of an SQLite database that no server has open.')
    .argument('<file>', 'the file that `valetkey backup` made; it is checked first, and stays')
    .option('--force', 'replace the database that is there')
    .addHelpText(
      'after',
      `
What was revoked after the backup was made is good again in it: where that matters, make new keys with
keys rotate --now --distrust, which ends every token that is a JWT.
${examples('restore valetkey-monday.db --database sqlite:./valetkey.db --force')}`,
    )
    .action((file: string, options: RestoreOptions) =>
      report(options, async () => (await import('./restore.ts')).restore(file, options)),
    )
}
