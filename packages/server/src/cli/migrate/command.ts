import { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'

/** Declares `valetkey migrate`. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Manage the database schema. `valetkey serve` migrates it on startup, unless --no-migrate is given.')
    .addCommand(
      command(
        'status',
        'Show the schema version of the database; exit code 1 if it is not the version of this release.',
      )
        .addHelpText('after', examples('migrate status --config valetkey.yaml'))
        .action((options: CommonOptions) =>
          report(options, async () => (await import('./status.ts')).migrationStatus(options)),
        ),
    )
    .addCommand(
      command('plan', 'Show the SQL that `up` would run, without running it.')
        .addHelpText('after', examples('migrate plan --database postgres://valetkey@db/valetkey'))
        .action((options: CommonOptions) =>
          report(options, async () => (await import('./plan.ts')).planMigrations(options)),
        ),
    )
    .addCommand(
      command('up', 'Migrate the schema to this release. Servers of the previous release keep running.')
        .addHelpText('after', examples('migrate up --config valetkey.yaml'))
        .action((options: CommonOptions) => report(options, async () => (await import('./up.ts')).migrateUp(options))),
    )
}
