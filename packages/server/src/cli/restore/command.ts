import type { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { RestoreOptions } from './restore.ts'

/** Declares `valetkey restore`. */
export function restoreCommand(): Command {
  return command('restore', 'Replace an SQLite database with a backup. Stop its servers first.')
    .argument('<file>', 'the file from `valetkey backup`; it is verified first, and kept')
    .option('--force', 'replace an existing database')
    .option('--revoke-all', 'revoke every token, session and authorization in the backup')
    .addHelpText(
      'after',
      `
Everything that was revoked, removed, disabled or replaced after the backup was made becomes valid again: tokens, sessions,
authorizations, passwords, client secrets. --revoke-all revokes every token, session and authorization that was issued
until now; check passwords, secrets and disabled accounts by hand. For PostgreSQL, restore with pg_restore, then run
token revoke-all.
${examples(
  'restore valetkey-monday.db --database sqlite:./valetkey.db --force',
  'restore valetkey-monday.db --config valetkey.yaml --force --revoke-all',
)}`,
    )
    .action((file: string, options: RestoreOptions) =>
      report(options, async () => (await import('./restore.ts')).restore(file, options)),
    )
}
