import { Command } from 'commander'
import { printableLines } from '../observability/printable.ts'
import { accountCommand } from './account/command.ts'
import { apiCommand } from './api/command.ts'
import { applyCommand } from './apply/command.ts'
import { auditCommand } from './audit/command.ts'
import { authorizationCommand } from './authorization/command.ts'
import { backupCommand } from './backup/command.ts'
import { clientCommand } from './client/command.ts'
import { completionCommand } from './completion/command.ts'
import { databaseCommand } from './database/command.ts'
import { doctorCommand } from './doctor/command.ts'
import { initCommand } from './init/command.ts'
import { migrateCommand } from './migrate/command.ts'
import { restoreCommand } from './restore/command.ts'
import { serveCommand } from './serve/command.ts'
import { sessionCommand } from './session/command.ts'
import { signingKeysCommand } from './signing-keys/command.ts'
import { tokenCommand } from './token/command.ts'

/** The release, as `package.json` says it. */
const version = '0.1.0'

const commands: readonly (() => Command)[] = [
  initCommand,
  serveCommand,
  applyCommand,
  clientCommand,
  apiCommand,
  accountCommand,
  authorizationCommand,
  sessionCommand,
  tokenCommand,
  signingKeysCommand,
  auditCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  migrateCommand,
  databaseCommand,
  completionCommand,
]

/** Builds the command line. Commands load what they need only when they run, so that help and start-up are quick. */
export function createProgram({ quiet }: { readonly quiet: boolean }): Command {
  const program = new Command('valetkey')
    .description('An OAuth 2.0 authorization server.')
    .version(version)
    .addHelpText('after', '\nExit codes: 0 success, 1 failure, 2 usage error.')
  for (const create of commands) program.addCommand(create())
  // The name of an earlier release.
  program.addCommand(signingKeysCommand('keys'), { hidden: true })
  settle(program, quiet)
  return program
}

/** Sets what commander does not hand down: errors are thrown, and said once. */
function settle(command: Command, quiet: boolean): void {
  command.exitOverride().configureHelp({ helpWidth: 110 })
  if (quiet) command.configureOutput({ writeErr: () => undefined })
  else command.configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
  if (!quiet) command.showHelpAfterError('(add --help for usage)')
  for (const child of command.commands) settle(child, quiet)
}
