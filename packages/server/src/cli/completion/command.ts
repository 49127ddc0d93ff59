import { Argument, type Command } from 'commander'
import { examples, plainCommand } from '../command.ts'

const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/** Declares `valetkey completion`. */
export function completionCommand(): Command {
  return plainCommand('completion', 'Print a shell script that completes commands and options.')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .addHelpText(
      'after',
      `
bash: source <(valetkey completion bash), in ~/.bashrc
zsh:  valetkey completion zsh > "\${fpath[1]}/_valetkey"
fish: valetkey completion fish > ~/.config/fish/completions/valetkey.fish
${examples('completion bash')}`,
    )
    .action(async (shell: Shell, _options: unknown, self: Command) => {
      const { writeCompletion } = await import('./write-completion.ts')
      if (self.parent !== null) process.stdout.write(writeCompletion(shell, self.parent))
    })
}
