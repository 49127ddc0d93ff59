import type { Command } from 'commander'
import { visibleCommands } from '../command.ts'
import type { Shell } from './command.ts'

/** A command, with all that the shell may complete after it. */
interface Node {
  /** The full command, such as `valetkey client add`. */
  readonly path: string
  readonly words: readonly Word[]
  /** Options that take a value. */
  readonly valued: readonly string[]
  readonly choices: readonly string[]
}

interface Word {
  readonly name: string
  readonly description: string
  readonly isCommand: boolean
}

/** Returns a completion script, derived from the declared commands. */
export function writeCompletion(shell: Shell, program: Command): string {
  return writers[shell](listNodes(program, program.name()))
}

const writers: Readonly<Record<Shell, (nodes: readonly Node[]) => string>> = { bash, zsh, fish }

function listNodes(command: Command, path: string): readonly Node[] {
  const options = command.createHelp().visibleOptions(command)
  const flags = options.flatMap((one) => {
    const description = firstSentence(one.description)
    return [one.long, one.short].flatMap((name) => (name ? [{ name, description, isCommand: false }] : []))
  })
  const below = visibleCommands(command).map((one) => ({
    name: one.name(),
    description: firstSentence(one.description()),
    isCommand: true,
  }))
  const node = {
    path,
    words: [...below, ...flags],
    valued: options.flatMap((one) => (one.required && one.long ? [one.long] : [])),
    choices: command.registeredArguments.flatMap((one) => one.argChoices ?? []),
  }
  return [node, ...visibleCommands(command).flatMap((one) => listNodes(one, `${path} ${one.name()}`))]
}

/** Descriptions are single-quoted in every shell, so an apostrophe is replaced by a typographic one. */
function firstSentence(text: string): string {
  return (text.split(/[.;:(] ?/)[0] ?? '').replaceAll("'", '’').trim()
}

const quoted = (words: readonly string[]) => words.map((one) => `'${one}'`)
const commandsOf = ({ words }: Node) => words.filter((one) => one.isCommand).map((one) => one.name)

/** The commands below the program; words that are options or arguments are skipped by the scripts. */
const pathsOf = (nodes: readonly Node[]) => nodes.slice(1).map((one) => one.path)
const valuedOf = (nodes: readonly Node[]) => nodes.flatMap(({ path, valued }) => valued.map((one) => `${path} ${one}`))

function bash(nodes: readonly Node[]): string {
  const cases = nodes.map(
    ({ path, words, choices }) =>
      `    '${path}') words='${[...words.map((one) => one.name), ...choices].join(' ')}' ;;`,
  )
  return `# Completion of valetkey for bash.
_valetkey() {
  local word path=valetkey words='' cur="\${COMP_WORDS[COMP_CWORD]}" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$path $word" in
    ${quoted(pathsOf(nodes)).join(' | ')}) path="$path $word" ;;
    esac
  done
  # After an option that takes a value, the shell completes file names.
  case "$path \${COMP_WORDS[COMP_CWORD - 1]}" in
  ${quoted(valuedOf(nodes)).join(' | ')}) return ;;
  esac
  case "$path" in
${cases.join('\n')}
  esac
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$words" -- "$cur")
}
complete -o default -F _valetkey valetkey
`
}

function zsh(nodes: readonly Node[]): string {
  const cases = nodes.map(({ path, words, choices }) => {
    const named = [...words, ...choices.map((name) => ({ name, description: '' }))]
    return `    '${path}') entries=(${quoted(named.map(({ name, description }) => (description === '' ? name : `${name}:${description}`))).join(' ')}) ;;`
  })
  return `#compdef valetkey
# Completion of valetkey for zsh.
_valetkey() {
  local at=valetkey word
  local -a entries
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
    ${quoted(pathsOf(nodes)).join(' | ')}) at="$at $word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
  ${quoted(valuedOf(nodes)).join(' | ')}) _files; return ;;
  esac
  case "$at" in
${cases.join('\n')}
  esac
  _describe valetkey entries || _files
}
if [ "$funcstack[1]" = _valetkey ]; then _valetkey "$@"; else compdef _valetkey valetkey; fi
`
}

function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap((node) => {
    const here = `-n 'test (__valetkey_path) = "${node.path}"'`
    const noFiles = commandsOf(node).length > 0 || node.choices.length > 0 ? ' -f' : ''
    return [
      ...node.words.map(({ name, description, isCommand }) =>
        isCommand
          ? `complete -c valetkey ${here}${noFiles} -a '${name}' -d '${description}'`
          : `complete -c valetkey ${here} ${name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`}${node.valued.includes(name) ? ' -r' : ''} -d '${description}'`,
      ),
      ...node.choices.map((name) => `complete -c valetkey ${here} -f -a '${name}'`),
    ]
  })
  return `# Completion of valetkey for fish.
function __valetkey_path
  set -l at valetkey
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${quoted(pathsOf(nodes)).join(' ')}
        set at "$at $word"
    end
  end
  echo $at
end
${lines.join('\n')}
`
}
