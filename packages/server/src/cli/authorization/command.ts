import { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { ListAuthorizationsOptions } from './list.ts'
import type { RevokeAuthorizationsOptions } from './revoke.ts'

/** Declares `valetkey authorization`. */
export function authorizationCommand(): Command {
  return new Command('authorization')
    .alias('grant')
    .description('What users allowed clients.')
    .addCommand(list())
    .addCommand(revoke())
}

function list(): Command {
  return command('list', 'List the valid authorizations of an account, of a client, or of both together.')
    .option('--account <username>', 'those that an account gave')
    .option('--client <client-id>', 'those that a client was given')
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
    .argument('[id]', 'the authorization, as authorization list shows it')
    .option('--account <username>', 'all that an account gave')
    .option('--client <client-id>', 'all that a client was given; with --account, those of both together')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples('authorization revoke 0a1B2c3D4e5F6g7H8i9J0k', 'authorization revoke --account alice --yes'),
    )
    .action((id: string | undefined, options: RevokeAuthorizationsOptions) =>
      report(options, async () => (await import('./revoke.ts')).revokeAuthorizations(id, options)),
    )
}
