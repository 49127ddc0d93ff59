import { Command } from 'commander'
import { examples } from '../command.ts'
import type { ServeOptions } from './serve.ts'

/** Declares `valetkey serve`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Run the authorization server. It is ready when it prints one line with its issuer.')
    .option('--config <file>', 'configuration file')
    .option('--port <port>', 'port to listen on (else VALETKEY_PORT)')
    .option('--database <url>', 'sqlite:FILE (else VALETKEY_DATABASE; default: sqlite:./valetkey.db)')
    .option('--issuer <url>', 'URL under which the server is reached (else VALETKEY_ISSUER)')
    .option('--json', 'say that it is ready, and errors, in JSON')
    .addHelpText(
      'after',
      examples('serve', 'serve --config valetkey.yaml', 'serve --port 0 --database sqlite:./test.db'),
    )
    .action(async (options: ServeOptions) => (await import('./serve.ts')).serve(options))
}
