import { Command } from 'commander'
import { type CommonOptions, command, examples, type RemoveOptions, report, several } from '../command.ts'
import type { AddClientOptions } from './add.ts'
import type { RotateOptions } from './rotate-secret.ts'
import type { UpdateClientOptions } from './update.ts'

/** Declares `valetkey client`. */
export function clientCommand(): Command {
  return new Command('client')
    .description('The applications that may ask for keys.')
    .addCommand(add())
    .addCommand(list())
    .addCommand(show())
    .addCommand(update())
    .addCommand(rotateSecret())
    .addCommand(revokeTokens())
    .addCommand(remove())
}

function add(): Command {
  return command('add', 'Add a client. Its secret is made here, and shown once.')
    .argument('<client-id>', 'its identifier')
    .option('--name <name>', 'what people call it (default: its identifier)')
    .option('--redirect-uri <uri>', 'where answers may be sent; may be repeated', several)
    .option(
      '--grant-type <type>',
      'what it asks for tokens with; may be repeated (default: authorization_code and refresh_token with a redirect, else client_credentials)',
      several,
    )
    .option('--response-mode <mode>', 'how responses may travel besides the default; may be repeated', several)
    .option('--skip-confirmation-for-native', 'answer it without a page, though others can imitate it (RFC 8252 §8.6)')
    .option('--scope <names>', 'names it may ask for, with spaces between')
    .option(
      '--api <api=names>',
      'names it may ask for at one API, or an API without scopes by its identifier alone; may be repeated',
      several,
    )
    .option('--public', 'it runs where no secret can be kept: a browser, a phone, a desktop')
    .option('--auth-method <method>', 'client_secret_basic, client_secret_post or none')
    .option('--application-type <type>', 'web or native')
    .option('--uri <url>', 'its home page')
    .option('--secret-stdin', 'read its secret from standard input instead of making one')
    .option('--dangerously-allow-implicit', 'tokens in the address bar of browsers (RFC 9700 §2.1.2)')
    .option('--dangerously-allow-password', 'it takes the passwords of people (RFC 9700 §2.4)')
    .option('--dangerously-allow-without-pkce', 'a stolen code can be redeemed by the thief (RFC 9700 §2.1.1)')
    .option(
      '--dangerously-allow-http-redirects',
      'redirects by plain http to hosts of a private network, where anybody can read the code (RFC 9700 §2.6)',
    )
    .addHelpText(
      'after',
      examples(
        'client add reports --scope "read create"',
        'client add contacts-web --redirect-uri https://app.example.com/callback --scope read',
        'client add contacts-cli --public --redirect-uri http://127.0.0.1/callback --scope read',
      ),
    )
    .action((id: string, options: AddClientOptions) =>
      report(options, async () => (await import('./add.ts')).addClient(id, options)),
    )
}

function list(): Command {
  return command('list', 'List the clients.')
    .addHelpText('after', examples('client list --config valetkey.yaml'))
    .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listClients(options)))
}

function show(): Command {
  return command('show', 'Show what is registered of a client.')
    .argument('<client-id>', 'its identifier')
    .addHelpText('after', examples('client show contacts-web', 'client show contacts-web --json'))
    .action((id: string, options: CommonOptions) =>
      report(options, async () => (await import('./show.ts')).showClient(id, options)),
    )
}

function update(): Command {
  return command('update', 'Change a client. A list replaces the one before; what is left out stays.')
    .argument('<client-id>', 'its identifier')
    .option('--name <name>', 'what users call it')
    .option('--uri <url>', 'its home page')
    .option('--redirect-uri <uri>', 'all its redirect URIs anew; may be repeated', several)
    .option('--grant-type <type>', 'all its grant types anew; may be repeated', several)
    .option('--scope <names>', 'names it may ask for, with spaces between')
    .option('--api <api=names>', 'names it may ask for at one API, for all its APIs anew; may be repeated', several)
    .option('--auth-method <method>', 'how it authenticates')
    .option('--application-type <type>', 'web or native')
    .option('--disabled', 'refuse it and its tokens until --no-disabled')
    .option('--no-disabled', 'let it in again')
    .option('--dangerously-allow-implicit', 'tokens in the address bar of browsers (RFC 9700 §2.1.2)')
    .option('--no-dangerously-allow-implicit', 'not any more')
    .option('--dangerously-allow-password', 'it takes the passwords of users (RFC 9700 §2.4)')
    .option('--no-dangerously-allow-password', 'not any more')
    .option('--dangerously-allow-without-pkce', 'a stolen code can be redeemed by the thief (RFC 9700 §2.1.1)')
    .option('--no-dangerously-allow-without-pkce', 'not any more')
    .addHelpText(
      'after',
      examples('client update contacts-web --scope "read create"', 'client update contacts-web --disabled'),
    )
    .action((id: string, options: UpdateClientOptions) =>
      report(options, async () => (await import('./update.ts')).updateClient(id, options)),
    )
}

function rotateSecret(): Command {
  return command(
    'rotate-secret',
    'Give a client a new secret. The old one is refused and the tokens it got for itself are revoked, unless both overlap.',
  )
    .argument('<client-id>', 'its identifier')
    .option('--secret-stdin', 'read the new secret from standard input instead of making one')
    .option('--overlap <time>', 'keep the old secret valid for this time, such as 30m, 24h or 7d')
    .addHelpText(
      'after',
      examples('client rotate-secret contacts-web --json', 'client rotate-secret contacts-web --overlap 24h'),
    )
    .action((id: string, options: RotateOptions) =>
      report(options, async () => (await import('./rotate-secret.ts')).rotateSecret(id, options)),
    )
}

function revokeTokens(): Command {
  return command('revoke-tokens', 'Revoke every token and code of a client. The client and its authorizations stay.')
    .argument('<client-id>', 'its identifier')
    .addHelpText('after', examples('client revoke-tokens contacts-web'))
    .action((id: string, options: CommonOptions) =>
      report(options, async () => (await import('./revoke-tokens.ts')).revokeClientTokens(id, options)),
    )
}

function remove(): Command {
  return command('remove', 'Remove a client. Every authorization and token it holds is revoked.')
    .argument('<client-id>', 'its identifier')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('client remove contacts-web --yes'))
    .action((id: string, options: RemoveOptions) =>
      report(options, async () => (await import('./remove.ts')).removeClient(id, options)),
    )
}
