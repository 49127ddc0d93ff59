import { Command } from 'commander'
import { printableLines } from '../observability/printable.ts'

/** The version in `package.json`. */
const version = '0.1.0'

/** Declares each command, in the order of the help. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  init: async () => (await import('./init/command.ts')).initCommand(),
  serve: async () => (await import('./serve/command.ts')).serveCommand(),
  apply: async () => (await import('./apply/command.ts')).applyCommand(),
  client: async () => (await import('./client/command.ts')).clientCommand(),
  'registration-token': async () => (await import('./registration-token/command.ts')).registrationTokenCommand(),
  api: async () => (await import('./api/command.ts')).apiCommand(),
  account: async () => (await import('./account/command.ts')).accountCommand(),
  authorization: async () => (await import('./authorization/command.ts')).authorizationCommand(),
  session: async () => (await import('./session/command.ts')).sessionCommand(),
  token: async () => (await import('./token/command.ts')).tokenCommand(),
  'signing-keys': async () => (await import('./signing-keys/command.ts')).signingKeysCommand(),
  audit: async () => (await import('./audit/command.ts')).auditCommand(),
  doctor: async () => (await import('./doctor/command.ts')).doctorCommand(),
  backup: async () => (await import('./backup/command.ts')).backupCommand(),
  restore: async () => (await import('./restore/command.ts')).restoreCommand(),
  migrate: async () => (await import('./migrate/command.ts')).migrateCommand(),
  database: async () => (await import('./database/command.ts')).databaseCommand(),
  completion: async () => (await import('./completion/command.ts')).completionCommand(),
}

/** Names of commands in earlier releases. */
const formerNames: Readonly<Record<string, () => Promise<Command>>> = {
  keys: async () => (await import('./signing-keys/command.ts')).signingKeysCommand('keys'),
}

interface ProgramOptions {
  readonly quiet: boolean
  /** The first word of the command line, if it is known: only the command of that name is loaded. */
  readonly word?: string | undefined
}

/** Declares the command line. A command loads its code only when it runs, so that it starts quickly. */
export async function createProgram({ quiet, word }: ProgramOptions): Promise<Command> {
  const program = new Command('valetkey')
    .description('An OAuth 2.0 authorization server.')
    .version(version)
    .addHelpText('after', '\nExit codes: 0 success, 1 failure, 2 usage error.')
  for (const name of Object.keys(commands)) program.addCommand(await declare(name, word))
  for (const name of Object.keys(formerNames)) program.addCommand(await declare(name, word), { hidden: true })
  configure(program, quiet)
  return program
}

/** Completion and an unknown word need all commands; the version needs none. */
async function declare(name: string, word: string | undefined): Promise<Command> {
  const all = { ...commands, ...formerNames }
  const isAlone =
    word !== undefined && word !== 'completion' && (Object.hasOwn(all, word) || word === '--version' || word === '-V')
  const load = isAlone && word !== name ? undefined : all[name]
  return load === undefined ? new Command(name) : load()
}

/** Configures every command to throw errors and print them once: Commander does not pass these settings down. */
function configure(command: Command, quiet: boolean): void {
  command.exitOverride().configureHelp({ helpWidth: 110 })
  if (quiet) command.configureOutput({ writeErr: () => undefined })
  else command.configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
  if (!quiet) command.showHelpAfterError('(add --help for usage)')
  for (const child of command.commands) configure(child, quiet)
}
