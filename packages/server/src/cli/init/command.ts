import type { Command } from 'commander'
import { examples, plainCommand, report } from '../command.ts'
import type { InitOptions } from './init.ts'

/** Declares `valetkey init`. */
export function initCommand(): Command {
  return plainCommand('init', 'Write a first configuration, with comments, and the file of its secret.')
    .argument('[file]', 'where to write it; it must not exist yet', 'valetkey.yaml')
    .option('--issuer <url>', 'the URL under which the server will be reached (default: http://localhost:4000)')
    .addHelpText('after', examples('init', 'init /etc/valetkey/valetkey.yaml --issuer https://id.example.com'))
    .action((file: string, options: InitOptions) =>
      report(options, async () => (await import('./init.ts')).init(file, options)),
    )
}
