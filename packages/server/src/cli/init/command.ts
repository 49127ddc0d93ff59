import type { Command } from 'commander'
import { examples, plainCommand, report } from '../command.ts'
import type { InitOptions } from './init.ts'

/** Declares `valetkey init`. */
export function initCommand(): Command {
  return plainCommand('init', 'Write a commented configuration file and generate the file with its secret.')
    .argument('[file]', 'the file to create; it must not exist', 'valetkey.yaml')
    .option('--issuer <url>', 'the URL under which the server will be reached (default: http://localhost:4000)')
    .addHelpText('after', examples('init', 'init /etc/valetkey/valetkey.yaml --issuer https://id.example.com'))
    .action((file: string, options: InitOptions) =>
      report(options, async () => (await import('./init.ts')).init(file, options)),
    )
}
