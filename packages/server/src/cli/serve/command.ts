import { Command } from 'commander'
import { examples } from '../command.ts'
import type { ServeOptions } from './serve.ts'

/** Declares `valetkey serve`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Run the authorization server. It prints one line with its issuer once it is ready.')
    .option('--config <file>', 'configuration file')
    .option('--port <port>', 'port to listen on (default: VALETKEY_PORT, else from the configuration)')
    .option(
      '--database <url>',
      'sqlite:FILE or postgres:// URL (default: VALETKEY_DATABASE, else from the configuration, else sqlite:./valetkey.db)',
    )
    .option(
      '--issuer <url>',
      'URL under which the server is reached (default: VALETKEY_ISSUER, else from the configuration)',
    )
    .option('--workers <count>', 'number of processes that share the port', '1')
    .option('--no-migrate', 'refuse a database with an older schema instead of migrating it (see valetkey migrate)')
    .option('--json', 'print readiness and errors as JSON')
    .addHelpText(
      'after',
      examples('serve', 'serve --config valetkey.yaml', 'serve --port 0 --database sqlite:./test.db'),
    )
    .action(async (options: ServeOptions) => (await import('./serve.ts')).serve(options))
}
