import { Command } from 'commander'
import { signingAlgorithms } from '../../oauth/signing-algorithms.ts'
import { type CommonOptions, command, examples, type RemoveOptions, report, several } from '../command.ts'
import type { AddApiOptions } from './add.ts'

const signingAlgorithmNames = `${signingAlgorithms.slice(0, -1).join(', ')} or ${signingAlgorithms.at(-1)}`

/** Declares `valetkey api`. */
export function apiCommand(): Command {
  return new Command('api')
    .description('Manage the APIs that access tokens are issued for.')
    .addCommand(add())
    .addCommand(list())
    .addCommand(show())
    .addCommand(update())
    .addCommand(remove())
}

function add(): Command {
  return command('add', 'Add an API and its scopes.')
    .argument(
      '<identifier>',
      'an absolute URI: the resource parameter of requests and the audience of tokens (RFC 8707)',
    )
    .requiredOption('--name <name>', 'the display name')
    .option('--scope <name=description>', 'a scope and its description for the consent page; may be repeated', several)
    .option(
      '--token-format <format>',
      'jwt: the API verifies tokens itself; opaque: it introspects them, so that revocations take effect at once',
    )
    .option('--token-signing-alg <alg>', signingAlgorithmNames)
    .option('--introspected-by <client-id>', 'a client that may introspect its tokens; may be repeated', several)
    .option('--access-token-lifetime <seconds>', 'lifetime of its access tokens')
    .addHelpText(
      'after',
      examples(
        'api add https://contacts.example.com --name Contacts --scope "read=See your contacts" --scope "delete=Delete contacts"',
        'api add https://files.example.com --name Files --token-format opaque --introspected-by files-api',
      ),
    )
    .action((identifier: string, options: AddApiOptions) =>
      report(options, async () => (await import('./add.ts')).addApi(identifier, options)),
    )
}

function list(): Command {
  return command('list', 'List the APIs, the default one first.')
    .addHelpText('after', examples('api list', 'api list --json'))
    .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listApis(options)))
}

function show(): Command {
  return command('show', 'Show an API.')
    .argument('<identifier>', 'the identifier of the API')
    .addHelpText('after', examples('api show https://contacts.example.com --json'))
    .action((identifier: string, options: CommonOptions) =>
      report(options, async () => (await import('./show.ts')).showApi(identifier, options)),
    )
}

function update(): Command {
  return command('update', 'Change an API. A list option replaces the whole list; omitted options change nothing.')
    .argument('<identifier>', 'the identifier of the API')
    .option('--name <name>', 'the display name')
    .option('--scope <name=description>', 'a scope and its description; may be repeated, replaces the list', several)
    .option('--token-format <format>', 'jwt or opaque, for tokens issued from now on')
    .option('--token-signing-alg <alg>', signingAlgorithmNames)
    .option(
      '--introspected-by <client-id>',
      'a client that may introspect its tokens; may be repeated, replaces the list',
      several,
    )
    .option('--access-token-lifetime <seconds>', 'lifetime of its access tokens')
    .addHelpText('after', examples('api update https://contacts.example.com --token-format opaque'))
    .action((identifier: string, options: Partial<AddApiOptions>) =>
      report(options, async () => (await import('./update.ts')).updateApi(identifier, options)),
    )
}

function remove(): Command {
  return command('remove', 'Remove an API. No tokens are issued for it any more, and existing tokens lose its scopes.')
    .argument('<identifier>', 'the identifier of the API')
    .option('--yes', 'do not ask for confirmation')
    .addHelpText('after', examples('api remove https://contacts.example.com --yes'))
    .action((identifier: string, options: RemoveOptions) =>
      report(options, async () => (await import('./remove.ts')).removeApi(identifier, options)),
    )
}
