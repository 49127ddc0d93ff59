import { Command } from 'commander'
import { examples } from '../command.ts'
import type { ServeOptions } from './serve.ts'

/** Declares `valetkey serve`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Run the authorization server. It is ready when it prints one line with its issuer.')
    .option('--config <file>', 'configuration file')
    .option('--port <port>', 'port to listen on (else VALETKEY_PORT)')
    .option(
      '--database <url>',
      'sqlite:FILE or postgres:// URL (else VALETKEY_DATABASE; default: sqlite:./valetkey.db)',
    )
    .option('--issuer <url>', 'URL under which the server is reached (else VALETKEY_ISSUER)')
    .option('--workers <count>', 'number of processes that share the port', '1')
    .option('--no-migrate', 'refuse a database with an older schema instead of migrating it (see valetkey migrate)')
    .option('--json', 'print readiness and errors as JSON')
    .addHelpText(
      'after',
      examples('serve', 'serve --config valetkey.yaml', 'serve --port 0 --database sqlite:./test.db'),
    )
    .action(async (options: ServeOptions) => (await import('./serve.ts')).serve(options))
}
