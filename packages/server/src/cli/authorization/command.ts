import { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { ListAuthorizationsOptions } from './list.ts'
import type { RevokeAuthorizationsOptions } from './revoke.ts'

/** Declares `valetkey authorization`. */
export function authorizationCommand(): Command {
  return new Command('authorization')
    .alias('grant')
    .description('Manage what users have authorized clients to do.')
    .addCommand(list())
    .addCommand(revoke())
}

function list(): Command {
  return command('list', 'List the valid authorizations of an account, a client, or one account and one client.')
    .option('--account <username>', 'authorizations of an account')
    .option('--client <client-id>', 'authorizations of a client')
    .addHelpText(
      'after',
      examples('authorization list --account alice', 'authorization list --account alice --client contacts-web --json'),
    )
    .action((options: ListAuthorizationsOptions) =>
      report(options, async () => (await import('./list.ts')).listAuthorizations(options)),
    )
}

function revoke(): Command {
  return command('revoke', 'Revoke one authorization, or those of an account or a client, with all their tokens.')
    .argument('[id]', 'the id that `authorization list` shows')
    .option('--account <username>', 'all authorizations of an account')
    .option('--client <client-id>', 'all authorizations of a client; with --account, only those of that account')
    .option('--yes', 'do not ask for confirmation')
    .addHelpText(
      'after',
      examples('authorization revoke 0a1B2c3D4e5F6g7H8i9J0k', 'authorization revoke --account alice --yes'),
    )
    .action((id: string | undefined, options: RevokeAuthorizationsOptions) =>
      report(options, async () => (await import('./revoke.ts')).revokeAuthorizations(id, options)),
    )
}
