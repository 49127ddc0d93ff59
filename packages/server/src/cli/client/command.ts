import { Command } from 'commander'
import { standardFeatures } from '../../oauth/features.ts'
import { type CommonOptions, command, examples, type RemoveOptions, report, several } from '../command.ts'
import type { AddClientOptions } from './add.ts'
import { addInsecureFlags, addUndoableInsecureFlags } from './insecure-flags.ts'
import type { RotateOptions } from './rotate-secret.ts'
import type { UpdateClientOptions } from './update.ts'

/** Declares `valetkey client`. */
export function clientCommand(): Command {
  return new Command('client')
    .description('Manage the clients: applications that request tokens.')
    .addCommand(add())
    .addCommand(list())
    .addCommand(show())
    .addCommand(update())
    .addCommand(rotateSecret())
    .addCommand(revokeTokens())
    .addCommand(remove())
}

function add(): Command {
  const { clientAuthenticationMethods } = standardFeatures
  const declared = command('add', 'Add a client. Its secret is generated and shown once.')
    .argument('<client-id>', 'the client_id')
    .option('--name <name>', 'the display name (default: its identifier)')
    .option('--redirect-uri <uri>', 'a redirect URI; may be repeated', several)
    .option(
      '--grant-type <type>',
      `a grant type; may be repeated (default: ${defaultsFor('users')} with a redirect URI, else ${defaultsFor('machines')})`,
      several,
    )
    .option('--response-mode <mode>', 'a response mode it may use in addition to the default; may be repeated', several)
    .option(
      '--skip-confirmation-for-native',
      'insecure: skip the confirmation page, although other apps can impersonate this client (RFC 8252 §8.6)',
    )
    .option('--scope <names>', 'scopes it may request, separated by spaces')
    .option(
      '--api <api=names>',
      'scopes it may request at one API, or the identifier alone for an API without scopes; may be repeated',
      several,
    )
    .option('--public', 'a public client, which has no secret: a browser, mobile or desktop app')
    .option('--auth-method <method>', oneOf(clientAuthenticationMethods.map((one) => one.name)))
    .option('--jwks <file>', 'its public keys: a file with a JWK Set or one JWK; by default it authenticates with them')
    .option('--jwks-uri <url>', 'the URL where it publishes its public keys')
    .option('--application-type <type>', 'web or native')
    .option('--uri <url>', 'the URL of its home page')
    .option('--secret-stdin', 'read the secret from standard input instead of generating one')
  return addInsecureFlags(declared)
    .option(
      '--dangerously-allow-http-redirects',
      'insecure: allow plain http redirect URIs to private networks, where anyone can read the code (RFC 9700 §2.6)',
    )
    .addHelpText(
      'after',
      examples(
        'client add reports --scope "read create"',
        'client add contacts-web --redirect-uri https://app.example.com/callback --scope read',
        'client add contacts-cli --public --redirect-uri http://127.0.0.1/callback --scope read',
        'client add billing --jwks billing.public.json --scope read',
      ),
    )
    .action((id: string, options: AddClientOptions) =>
      report(options, async () => (await import('./add.ts')).addClient(id, options)),
    )
}

function defaultsFor(kind: 'users' | 'machines'): string {
  return standardFeatures.grants
    .filter((grant) => grant.defaultFor === kind)
    .map((grant) => grant.type)
    .join(' and ')
}

function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

function list(): Command {
  return command('list', 'List the clients.')
    .addHelpText('after', examples('client list --config valetkey.yaml'))
    .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listClients(options)))
}

function show(): Command {
  return command('show', 'Show the registration of a client.')
    .argument('<client-id>', 'the client_id')
    .addHelpText('after', examples('client show contacts-web', 'client show contacts-web --json'))
    .action((id: string, options: CommonOptions) =>
      report(options, async () => (await import('./show.ts')).showClient(id, options)),
    )
}

function update(): Command {
  const declared = command(
    'update',
    'Change a client. A list option replaces the whole list; omitted options change nothing.',
  )
    .argument('<client-id>', 'the client_id')
    .option('--name <name>', 'the display name')
    .option('--uri <url>', 'the URL of its home page')
    .option('--redirect-uri <uri>', 'a redirect URI; may be repeated, replaces the list', several)
    .option('--grant-type <type>', 'a grant type; may be repeated, replaces the list', several)
    .option('--scope <names>', 'scopes it may request, separated by spaces')
    .option(
      '--api <api=names>',
      'scopes it may request at one API; may be repeated, replaces the list of APIs',
      several,
    )
    .option('--auth-method <method>', 'how it authenticates')
    .option('--jwks <file>', 'its public keys: a file with a JWK Set or one JWK')
    .option('--jwks-uri <url>', 'the URL where it publishes its public keys')
    .option('--application-type <type>', 'web or native')
    .option('--disabled', 'disable the client and its tokens until --no-disabled')
    .option('--no-disabled', 'enable the client again')
  return addUndoableInsecureFlags(declared)
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
    'Replace the secret of a client. Without --overlap, the old secret is rejected at once and tokens from the client credentials grant are revoked.',
  )
    .argument('<client-id>', 'the client_id')
    .option('--secret-stdin', 'read the new secret from standard input instead of generating one')
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
    .argument('<client-id>', 'the client_id')
    .addHelpText('after', examples('client revoke-tokens contacts-web'))
    .action((id: string, options: CommonOptions) =>
      report(options, async () => (await import('./revoke-tokens.ts')).revokeClientTokens(id, options)),
    )
}

function remove(): Command {
  return command('remove', 'Remove a client and revoke all its authorizations and tokens.')
    .argument('<client-id>', 'the client_id')
    .option('--yes', 'do not ask for confirmation')
    .addHelpText('after', examples('client remove contacts-web --yes'))
    .action((id: string, options: RemoveOptions) =>
      report(options, async () => (await import('./remove.ts')).removeClient(id, options)),
    )
}
