import { Command } from 'commander'
import { command, examples, report } from '../command.ts'
import type { ListSessionsOptions } from './list.ts'
import type { RevokeSessionsOptions } from './revoke.ts'

/** Declares `valetkey session`. */
export function sessionCommand(): Command {
  return new Command('session')
    .description('Manage the browser sessions of users.')
    .addCommand(list())
    .addCommand(revoke())
}

function list(): Command {
  return command('list', 'List the sessions of an account.')
    .requiredOption('--account <username>', 'the account')
    .addHelpText('after', examples('session list --account alice'))
    .action((options: ListSessionsOptions) =>
      report(options, async () => (await import('./list.ts')).listSessions(options)),
    )
}

function revoke(): Command {
  return command('revoke', 'Revoke one session of an account, or all of them. Tokens stay valid.')
    .argument('[id]', 'the id that `session list` shows; without it, all sessions are revoked')
    .requiredOption('--account <username>', 'the account')
    .addHelpText('after', examples('session revoke --account alice', 'session revoke MDEyMzQ1Njc4 --account alice'))
    .action((id: string | undefined, options: RevokeSessionsOptions) =>
      report(options, async () => (await import('./revoke.ts')).revokeSessions(id, options)),
    )
}
