import type { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { ApplyFileOptions } from './apply-file.ts'

/** Declares `valetkey apply`. */
export function applyCommand(): Command {
  return command(
    'apply',
    'Apply the APIs, clients and accounts of a configuration file to the database. Applying it again changes nothing.',
  )
    .argument('<file>', 'the file with the entries; also the configuration of the server, unless --config is given')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--adopt', 'take over entries of this file that came from another file')
    .option(
      '--remove',
      'delete clients that are no longer in the file even if users have authorized them (default: disable them)',
    )
    .addHelpText(
      'after',
      `
Entries that are no longer in the file are removed; accounts, and clients that users have authorized, are disabled and their
authorizations revoked. Only entries of this file are changed or removed. A file is identified by its key "source", or else
by its base name. A value that a command changed is kept until that line of the file changes.
${examples('apply valetkey.yaml --dry-run', 'apply valetkey.yaml', 'apply clients.yaml --config valetkey.yaml --json')}`,
    )
    .action((file: string, options: ApplyFileOptions) =>
      report(options, async () => (await import('./apply-file.ts')).applyFile(file, options)),
    )
}
