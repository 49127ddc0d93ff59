import { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'
import type { RotateKeysOptions } from './rotate.ts'

/** Declares `valetkey signing-keys`. */
export function signingKeysCommand(name = 'signing-keys'): Command {
  return new Command(name)
    .description('Manage the keys that sign tokens and decrypt request objects.')
    .addCommand(
      command('list', 'List the published keys: when each one signs, or that it decrypts.')
        .addHelpText('after', examples('signing-keys list'))
        .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listKeys(options))),
    )
    .addCommand(
      command(
        'rotate',
        'Create new signing keys. They are published now and sign once every API has had time to fetch them.',
      )
        .option(
          '--now',
          'sign with them immediately; an API with a cached key set rejects new tokens until it fetches the key set again',
        )
        .option(
          '--distrust',
          'with --now: stop publishing the old keys, so that every token signed by them is rejected',
        )
        .addHelpText(
          'after',
          `
Keys of signing algorithms that no API or client uses are not replaced, except with --distrust.
The server creates new keys by itself (keys.rotateAfterDays). Old keys stay published for a day after their last
signature, until the last token that they signed has expired; old keys that decrypt do so just as long. If a private key has
leaked, use --now --distrust: the server rejects its tokens within a second, APIs within five minutes.
${examples('signing-keys rotate --config valetkey.yaml', 'signing-keys rotate --now', 'signing-keys rotate --now --distrust')}`,
        )
        .action((options: RotateKeysOptions) =>
          report(options, async () => (await import('./rotate.ts')).rotateKeys(options)),
        ),
    )
}
