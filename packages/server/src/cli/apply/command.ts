import type { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { ApplyFileOptions } from './apply-file.ts'

/** Declares `valetkey apply`. */
export function applyCommand(): Command {
  return command(
    'apply',
    'Bring APIs, clients and accounts to what a configuration file says. Applying it again changes nothing.',
  )
    .argument('<file>', 'the file; it names the database and secret too, unless --config names another that does')
    .option('--dry-run', 'say what would change, and change nothing')
    .addHelpText(
      'after',
      `
What a command changed since stays until the file's own words change; what a command added is left alone.
${examples('apply valetkey.yaml --dry-run', 'apply valetkey.yaml', 'apply clients.yaml --config valetkey.yaml --json')}`,
    )
    .action((file: string, options: ApplyFileOptions) =>
      report(options, async () => (await import('./apply-file.ts')).applyFile(file, options)),
    )
}
