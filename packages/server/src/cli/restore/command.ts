import type { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { RestoreOptions } from './restore.ts'

/** Declares `valetkey restore`. */
export function restoreCommand(): Command {
  return command('restore', 'Replace an SQLite database that no server has open with a backup.')
    .argument('<file>', 'the file that `valetkey backup` made; it is checked first, and stays')
    .option('--force', 'replace the database that is there')
    .option('--revoke-all', 'revoke every token, session and authorization that the backup holds')
    .addHelpText(
      'after',
      `
What was revoked, removed, disabled or replaced after the backup was made is valid again in it: tokens, sessions,
authorizations, passwords, client secrets. --revoke-all revokes every token, session and authorization that was issued
until now; passwords, secrets and disabled accounts are to be checked by hand. For PostgreSQL restore with pg_restore, then
run token revoke-all.
${examples(
  'restore valetkey-monday.db --database sqlite:./valetkey.db --force',
  'restore valetkey-monday.db --config valetkey.yaml --force --revoke-all',
)}`,
    )
    .action((file: string, options: RestoreOptions) =>
      report(options, async () => (await import('./restore.ts')).restore(file, options)),
    )
}
