import { Command } from 'commander'
import { type CommonOptions, command, examples, type RemoveOptions, report } from '../command.ts'
import type { AddAccountOptions } from './add.ts'
import type { SetPasswordOptions } from './set-password.ts'
import type { UpdateAccountOptions } from './update.ts'

/** Declares `valetkey account`. */
export function accountCommand(): Command {
  return new Command('account')
    .description('The people who can log in.')
    .addCommand(add())
    .addCommand(list())
    .addCommand(show())
    .addCommand(update())
    .addCommand(disable())
    .addCommand(enable())
    .addCommand(setPassword())
    .addCommand(revokeTokens())
    .addCommand(remove())
}

const passwordHelp = 'Without --password-stdin or --generate-password, VALETKEY_PASSWORD is read, else a prompt asks.'

function add(): Command {
  return command('add', `Add a person. ${passwordHelp}`)
    .argument('<username>', 'the name to log in with')
    .option('--name <name>', 'the full name')
    .option('--email <address>', 'the e-mail address')
    .option('--email-verified', 'the address is known to be theirs')
    .option('--password-stdin', 'read the password from standard input')
    .option('--generate-password', 'make a password and show it once')
    .addHelpText(
      'after',
      examples('account add alice --name "Alice Ames"', 'account add bob --generate-password --json'),
    )
    .action((username: string, options: AddAccountOptions) =>
      report(options, async () => (await import('./add.ts')).addAccount(username, options)),
    )
}

function list(): Command {
  return command('list', 'List the people.')
    .addHelpText('after', examples('account list'))
    .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listAccounts(options)))
}

function show(): Command {
  return command('show', 'Show what is stored of an account, and how much it holds.')
    .argument('<username>', 'the name to log in with')
    .addHelpText('after', examples('account show alice --json'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./show.ts')).showAccount(username, options)),
    )
}

function update(): Command {
  return command('update', 'Change the name or the e-mail address of an account. What is left out stays.')
    .argument('<username>', 'the name to log in with')
    .option('--name <name>', 'the full name')
    .option('--email <address>', 'the e-mail address; it counts as not verified')
    .option('--email-verified', 'the address is known to be theirs')
    .option('--no-email-verified', 'the address is not known to be theirs')
    .addHelpText('after', examples('account update alice --email alice@example.com --email-verified'))
    .action((username: string, options: UpdateAccountOptions) =>
      report(options, async () => (await import('./update.ts')).updateAccount(username, options)),
    )
}

function disable(): Command {
  return command('disable', 'Shut a person out: nobody can log in, and every key is dead until `enable`.')
    .argument('<username>', 'the name to log in with')
    .addHelpText('after', examples('account disable alice --config valetkey.yaml'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./set-disabled.ts')).setDisabled(username, true, options)),
    )
}

function enable(): Command {
  return command('enable', 'Let a person in again; the keys that have not ended work again.')
    .argument('<username>', 'the name to log in with')
    .addHelpText('after', examples('account enable alice'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./set-disabled.ts')).setDisabled(username, false, options)),
    )
}

function setPassword(): Command {
  return command('set-password', `Give an account a new password and end its sessions. ${passwordHelp}`)
    .argument('<username>', 'the name to log in with')
    .option('--password-stdin', 'read the password from standard input')
    .option('--generate-password', 'make a password and show it once')
    .option('--revoke-all', 'also revoke every token of the account')
    .addHelpText(
      'after',
      examples('account set-password alice', 'account set-password alice --generate-password --revoke-all'),
    )
    .action((username: string, options: SetPasswordOptions) =>
      report(options, async () => (await import('./set-password.ts')).setPassword(username, options)),
    )
}

function revokeTokens(): Command {
  return command(
    'revoke-tokens',
    'Revoke every token, code and session of an account. The account and its authorizations stay.',
  )
    .argument('<username>', 'the name to log in with')
    .addHelpText('after', examples('account revoke-tokens alice'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./revoke-tokens.ts')).revokeAccountTokens(username, options)),
    )
}

function remove(): Command {
  return command('remove', 'Remove an account with its sessions, authorizations and tokens.')
    .argument('<username>', 'the name to log in with')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('account remove alice --yes'))
    .action((username: string, options: RemoveOptions) =>
      report(options, async () => (await import('./remove.ts')).removeAccount(username, options)),
    )
}
