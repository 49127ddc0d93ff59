import { Command, Option } from 'commander'
import { type CommonOptions, command, examples, type RemoveOptions, report } from '../command.ts'
import type { AddAccountOptions } from './add.ts'
import type { ImportOptions } from './import.ts'
import type { InviteOptions } from './invitations.ts'
import type { RequireSecondFactorOptions } from './require-second-factor.ts'
import type { SetPasswordOptions } from './set-password.ts'
import type { UpdateAccountOptions } from './update.ts'

/** Declares `valetkey account`. */
export function accountCommand(): Command {
  return new Command('account')
    .description('Manage the accounts of users.')
    .addCommand(add())
    .addCommand(importUsers())
    .addCommand(list())
    .addCommand(show())
    .addCommand(update())
    .addCommand(disable())
    .addCommand(enable())
    .addCommand(setPassword())
    .addCommand(requireSecondFactor())
    .addCommand(revokeTokens())
    .addCommand(remove())
    .addCommand(invite())
    .addCommand(invitations())
    .addCommand(revokeInvitation())
}

const passwordHelp =
  'Without --password-stdin or --generate-password, the password is read from VALETKEY_PASSWORD or a prompt.'

const claimHelp = 'a further claim, such as a role; the value is JSON, otherwise a string'

function add(): Command {
  return command('add', `Add an account. ${passwordHelp}`)
    .argument('<username>', 'the username')
    .option('--name <name>', 'the full name')
    .option('--email <address>', 'the e-mail address')
    .option('--email-verified', 'mark the address as verified')
    .option('--claim <name=value...>', claimHelp)
    .option('--password-stdin', 'read the password from standard input')
    .option('--generate-password', 'generate a password and show it once')
    .addHelpText(
      'after',
      examples('account add alice --name "Alice Ames"', 'account add bob --generate-password --json'),
    )
    .action((username: string, options: AddAccountOptions) =>
      report(options, async () => (await import('./add.ts')).addAccount(username, options)),
    )
}

function importUsers(): Command {
  return command(
    'import',
    'Import users of another server with their ids and passwords. Existing users are not changed, so the command can be repeated.',
  )
    .argument('<file>', 'the export: JSON, or JSON lines')
    .addOption(
      new Option('--from <product>', 'the product that exported the file')
        .choices(['auth0', 'keycloak', 'firebase'])
        .makeOptionMandatory(),
    )
    .option('--hash-config <file>', 'for Firebase: a file with the password hash parameters of the project')
    .option('--dry-run', 'only report what would be imported')
    .option('--stop', 'stop at the first user that cannot be imported; users before it are imported')
    .addHelpText(
      'after',
      examples(
        'account import --from keycloak realm-export.json --dry-run',
        'account import --from firebase users.json --hash-config hash-config.txt',
      ),
    )
    .action((file: string, options: ImportOptions) =>
      report(options, async () => (await import('./import.ts')).importAccounts(file, options)),
    )
}

function list(): Command {
  return command('list', 'List the accounts.')
    .addHelpText('after', examples('account list'))
    .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listAccounts(options)))
}

function show(): Command {
  return command('show', 'Show an account and the number of its sessions, authorizations and tokens.')
    .argument('<username>', 'the username')
    .addHelpText('after', examples('account show alice --json'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./show.ts')).showAccount(username, options)),
    )
}

function update(): Command {
  return command(
    'update',
    'Change the name, the e-mail address or further claims of an account. Omitted options change nothing.',
  )
    .argument('<username>', 'the username')
    .option('--name <name>', 'the full name')
    .option('--email <address>', 'the e-mail address; it becomes unverified')
    .option('--email-verified', 'mark the address as verified')
    .option('--no-email-verified', 'mark the address as not verified')
    .option('--claim <name=value...>', claimHelp)
    .option('--remove-claim <name...>', 'remove a further claim')
    .addHelpText(
      'after',
      examples(
        'account update alice --email alice@example.com --email-verified',
        `account update alice --claim 'roles=["admin"]' department=Sales --remove-claim team`,
      ),
    )
    .action((username: string, options: UpdateAccountOptions) =>
      report(options, async () => (await import('./update.ts')).updateAccount(username, options)),
    )
}

function disable(): Command {
  return command('disable', 'Disable an account: its logins and tokens are rejected until it is enabled.')
    .argument('<username>', 'the username')
    .addHelpText('after', examples('account disable alice --config valetkey.yaml'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./set-disabled.ts')).setDisabled(username, true, options)),
    )
}

function enable(): Command {
  return command('enable', 'Enable an account; authorizations that have not expired become valid again.')
    .argument('<username>', 'the username')
    .addHelpText('after', examples('account enable alice'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./set-disabled.ts')).setDisabled(username, false, options)),
    )
}

function setPassword(): Command {
  return command('set-password', `Set a new password for an account and end its sessions. ${passwordHelp}`)
    .argument('<username>', 'the username')
    .option('--password-stdin', 'read the password from standard input')
    .option('--generate-password', 'generate a password and show it once')
    .option('--revoke-all', 'also revoke every token of the account')
    .addHelpText(
      'after',
      examples('account set-password alice', 'account set-password alice --generate-password --revoke-all'),
    )
    .action((username: string, options: SetPasswordOptions) =>
      report(options, async () => (await import('./set-password.ts')).setPassword(username, options)),
    )
}

function requireSecondFactor(): Command {
  return command(
    'require-second-factor',
    'Require a second factor for an account. A user without one sets it up at the next login; sessions continue.',
  )
    .argument('<username>', 'the username')
    .option('--off', 'stop requiring it')
    .addHelpText('after', examples('account require-second-factor alice', 'account require-second-factor alice --off'))
    .action((username: string, options: RequireSecondFactorOptions) =>
      report(options, async () =>
        (await import('./require-second-factor.ts')).setSecondFactorRequired(username, options),
      ),
    )
}

function revokeTokens(): Command {
  return command(
    'revoke-tokens',
    'Revoke every token, code and session of an account. The account and its authorizations stay.',
  )
    .argument('<username>', 'the username')
    .addHelpText('after', examples('account revoke-tokens alice'))
    .action((username: string, options: CommonOptions) =>
      report(options, async () => (await import('./revoke-tokens.ts')).revokeAccountTokens(username, options)),
    )
}

function remove(): Command {
  return command('remove', 'Remove an account with its sessions, authorizations and tokens.')
    .argument('<username>', 'the username')
    .option('--yes', 'do not ask for confirmation')
    .addHelpText('after', examples('account remove alice --yes'))
    .action((username: string, options: RemoveOptions) =>
      report(options, async () => (await import('./remove.ts')).removeAccount(username, options)),
    )
}

function invite(): Command {
  return command('invite', 'Invite a user by mail to create an account, or to join groups with an existing account.')
    .argument('<email>', 'the e-mail address')
    .option('--group <name...>', 'a group that the account gets, in the claim groups')
    .option('--name <name>', 'the name that the page suggests')
    .option(
      '--language <tag>',
      'the language of the message and of the pages behind its link; by default the first of languages',
    )
    .option('--expires-in <time>', 'how long the invitation is valid: a time such as 24h or 7d', '7d')
    .addHelpText(
      'after',
      examples('account invite alice@example.com --group staff editors --expires-in 3d --language de'),
    )
    .action((email: string, options: InviteOptions) =>
      report(options, async () => (await import('./invitations.ts')).inviteUser(email, options)),
    )
}

function invitations(): Command {
  return command('invitations', 'List the invitations that can still be accepted.')
    .addHelpText('after', examples('account invitations'))
    .action((options: CommonOptions) =>
      report(options, async () => (await import('./invitations.ts')).listInvitations(options)),
    )
}

function revokeInvitation(): Command {
  return command('revoke-invitation', 'Revoke an invitation that was not accepted.')
    .argument('<id>', 'the id that `account invitations` shows')
    .addHelpText('after', examples('account revoke-invitation 8Jx2mQvT0aLk'))
    .action((id: string, options: CommonOptions) =>
      report(options, async () => (await import('./invitations.ts')).revokeInvitation(id, options)),
    )
}
