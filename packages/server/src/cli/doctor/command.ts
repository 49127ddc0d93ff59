import type { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'

/** Declares `valetkey doctor`. */
export function doctorCommand(): Command {
  return command(
    'doctor',
    'Check the configuration, the files, the database, the SMTP server, the LDAP directory and every client against RFC 9700. Changes nothing.',
  )
    .addHelpText(
      'after',
      `
Exit code 1 if there is an error; warnings alone exit with 0.
${examples('doctor --config valetkey.yaml', 'doctor --config valetkey.yaml --json')}`,
    )
    .action((options: CommonOptions) => report(options, async () => (await import('./doctor.ts')).doctor(options)))
}
