import { Command } from 'commander'
import { type CommonOptions, command, examples, report } from '../command.ts'
import type { RotateKeysOptions } from './rotate.ts'

/** Declares `valetkey keys`. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('The keys that sign tokens.')
    .addCommand(
      command('list', 'List the keys that are published, and which of them sign.')
        .addHelpText('after', examples('keys list'))
        .action((options: CommonOptions) => report(options, async () => (await import('./list.ts')).listKeys(options))),
    )
    .addCommand(
      command('rotate', 'Make new signing keys. They are published now and sign when every API has heard of them.')
        .option('--now', 'sign with them at once: an API that keeps the old key set refuses tokens until it asks again')
        .addHelpText(
          'after',
          `
The old keys stay published until the last token that they signed has ended.
${examples('keys rotate --config valetkey.yaml', 'keys rotate --now')}`,
        )
        .action((options: RotateKeysOptions) =>
          report(options, async () => (await import('./rotate.ts')).rotateKeys(options)),
        ),
    )
}
