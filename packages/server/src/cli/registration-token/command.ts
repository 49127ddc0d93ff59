import { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'
import type { AddOptions } from './add.ts'

/** Declares `valetkey registration-token`. */
export function registrationTokenCommand(): Command {
  return new Command('registration-token')
    .description('Manage the initial access tokens, with which clients register themselves (registration: token).')
    .addCommand(add())
    .addCommand(list())
    .addCommand(remove())
}

function add(): Command {
  return command('add', 'Add an initial access token. It is shown once.')
    .option('--uses <number>', 'how many clients may register with it', '1')
    .option('--expires-in <time>', 'how long it is valid: seconds, or a time such as 30m, 24h or 7d', '7d')
    .addHelpText('after', examples('registration-token add', 'registration-token add --uses 20 --expires-in 24h'))
    .action((options: AddOptions) => report(options, async () => (await import('./add.ts')).addToken(options)))
}

function list(): Command {
  return command('list', 'List the initial access tokens, without the tokens themselves.')
    .addHelpText('after', examples('registration-token list'))
    .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listTokens(options)))
}

function remove(): Command {
  return command('remove', 'Remove an initial access token. Clients that registered with it stay.')
    .argument('<id>', 'the id that `registration-token list` shows')
    .addHelpText('after', examples('registration-token remove MDEyMzQ1'))
    .action((id: string, options: CommonOptions) =>
      report(options, async () => (await import('./remove.ts')).removeToken(id, options)),
    )
}
