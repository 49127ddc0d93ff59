import { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'

/** Declares `valetkey migrate`. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('The schema of the database. `valetkey serve` brings it up by itself, unless it is told --no-migrate.')
    .addCommand(
      command('status', 'Say which schema the database has; exit code 1 where it is not the one of this release.')
        .addHelpText('after', examples('migrate status --config valetkey.yaml'))
        .action((options: CommonOptions) =>
          report(options, async () => (await import('./status.ts')).migrationStatus(options)),
        ),
    )
    .addCommand(
      command('plan', 'Show the SQL that `up` would run, and run none of it.')
        .addHelpText('after', examples('migrate plan --database postgres://valetkey@db/valetkey'))
        .action((options: CommonOptions) =>
          report(options, async () => (await import('./plan.ts')).planMigrations(options)),
        ),
    )
    .addCommand(
      command('up', 'Bring the schema up to this release. Servers of the release before run on meanwhile.')
        .addHelpText('after', examples('migrate up --config valetkey.yaml'))
        .action((options: CommonOptions) => report(options, async () => (await import('./up.ts')).migrateUp(options))),
    )
}
