import type { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { ApplyFileOptions } from './apply-file.ts'

/** Declares `valetkey apply`. */
export function applyCommand(): Command {
  return command(
    'apply',
    'Apply the APIs, clients and accounts of a configuration file to the database. Applying it again changes nothing.',
  )
    .argument('<file>', 'the file; it names the database and secret too, unless --config names another that does')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--adopt', 'take over entries that this file names from the file that they came from')
    .option('--remove', 'delete clients that left the file although users have authorized them (default: disable them)')
    .addHelpText(
      'after',
      `
Entries that left the file are removed; accounts, and clients that users have authorized, are disabled and their
authorizations revoked. Only entries of this file are changed or removed: it is known by its base name, or by the
name that its key "source" gives. What a command changed stays until that line of the file changes.
${examples('apply valetkey.yaml --dry-run', 'apply valetkey.yaml', 'apply clients.yaml --config valetkey.yaml --json')}`,
    )
    .action((file: string, options: ApplyFileOptions) =>
      report(options, async () => (await import('./apply-file.ts')).applyFile(file, options)),
    )
}
