import type { Command } from 'commander'
import { type CommonOptions, command, examples, plainCommand, report, several } from '../command.ts'
import type { GetTokenOptions } from './get.ts'
import type { RevokeAllOptions } from './revoke-all.ts'

/** Declares `valetkey token`. */
export function tokenCommand(): Command {
  return plainCommand('token', 'Get an access token with the client credentials grant (RFC 6749 §4.4), or explain one.')
    .option('--client <client-id>', 'the client_id')
    .option('--secret-file <file>', 'a file that contains its secret (default: VALETKEY_CLIENT_SECRET, else a prompt)')
    .option('--secret-stdin', 'read its secret from standard input')
    .option('--auth-method <method>', 'client_secret_basic or client_secret_post', 'client_secret_basic')
    .option('--scope <names>', 'the scopes to request, separated by spaces')
    .option('--resource <uri>', 'the API that the token is for; may be repeated', several)
    .option('--issuer <url>', 'the issuer (default: VALETKEY_ISSUER, else from the configuration)')
    .option('--config <file>', 'configuration file of the server')
    .addHelpText(
      'after',
      examples(
        'token --client reports --scope read --issuer http://localhost:4000',
        'token --client reports --secret-file reports.secret --json',
        'token explain eyJhbGciOi…',
      ),
    )
    .action((options: GetTokenOptions) => report(options, async () => (await import('./get.ts')).getToken(options)))
    .addCommand(explain())
    .addCommand(revokeAll())
}

function revokeAll(): Command {
  return command('revoke-all', 'Revoke every token, code, session and authorization of the server.')
    .option('--yes', 'do not ask for confirmation')
    .addHelpText('after', examples('token revoke-all --yes --config valetkey.yaml'))
    .action((_options: RevokeAllOptions, self: Command) => {
      const options: RevokeAllOptions = self.optsWithGlobals()
      return report(options, async () => (await import('./revoke-all.ts')).revokeAll(options))
    })
}

function explain(): Command {
  return command(
    'explain',
    'Show what a token contains; with --config or --database, also whether it is valid and, if not, why.',
  )
    .argument('[token]', 'the token; without it, or with -, it is read from standard input')
    .addHelpText(
      'after',
      examples('token explain eyJhbGciOi… --config valetkey.yaml', 'token --client reports | valetkey token explain'),
    )
    .action((token: string | undefined, _options: CommonOptions, self: Command) => {
      const options: CommonOptions = self.optsWithGlobals()
      return report(options, async () => (await import('./explain.ts')).explainToken(token, options))
    })
}
