import type { Command } from 'commander'
import { visibleCommands } from '../../packages/server/src/cli/command.ts'
import { createProgram } from '../../packages/server/src/cli/program.ts'

/** Writes the page of commands: the help of each, as it prints it. */
export async function commandsPage(): Promise<string> {
  const program = await createProgram({ quiet: true })
  return [
    '# Commands',
    'Every command takes `--help`. Those that act on a server take `--config FILE` or `--database URL`, work while the server runs, and take effect within a second; none of them but `serve` listens on a port.',
    'With `--json` the result is one line of JSON on standard output, and an error is `{"error": …}` on standard error. Its form is described in [operations.md](operations.md#json). Exit codes: 0 success, 1 failure, 2 usage error.',
    'Passwords and secrets are never arguments, which every user of the computer can see in the process list: they are read from a prompt, standard input or an environment variable, or generated and shown once.',
    ...leaves(program).map(({ names, command }) => `## ${names.join(' ')}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``),
  ].join('\n\n')
}

interface Leaf {
  readonly names: readonly string[]
  readonly command: Command
}

function leaves(command: Command, above: readonly string[] = []): readonly Leaf[] {
  const names = [...above, command.name()]
  const below = visibleCommands(command).flatMap((child) => leaves(child, names))
  return above.length === 0 ? below : [{ names, command }, ...below]
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text.trim()
}
