import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createPlace } from '../../testing/cli.ts'
import { visibleCommands } from '../command.ts'
import { createProgram } from '../program.ts'

const place = await createPlace()
const scripts = new Map<string, string>()
for (const shell of ['bash', 'zsh', 'fish']) {
  const { code, stdout, stderr } = await place.run(['completion', shell])
  assert.equal(code, 0, stderr)
  const file = path.join(place.folder, `completion.${shell}`)
  writeFileSync(file, stdout)
  scripts.set(shell, file)
}

/** Has bash complete a line, the last word of which is being typed. */
function complete(...words: readonly string[]): readonly string[] {
  const line = ['valetkey', ...words].map((one) => `'${one}'`).join(' ')
  const script = `source '${scripts.get('bash')}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _valetkey; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean)
}

test('bash completes every command and option of the command line', async () => {
  const program = await createProgram({ quiet: true })
  for (const group of visibleCommands(program)) {
    assert.ok(complete('').includes(group.name()), group.name())
    for (const one of group.commands) {
      assert.ok(complete(group.name(), '').includes(one.name()), `${group.name()} ${one.name()}`)
      for (const { long } of one.options)
        assert.ok(complete(group.name(), one.name(), '--').includes(String(long)), `${one.name()} ${long}`)
    }
  }
  assert.deepEqual(complete('cli'), ['client'])
  assert.deepEqual(complete('--config', 'x', 'account', 'set-p'), ['set-password'])
  assert.deepEqual(complete('client', 'add', 'list', '--red'), ['--redirect-uri'])
  assert.deepEqual(complete('completion', 'z'), ['zsh'])
  assert.deepEqual(complete('serve', '--config', ''), [], 'a file comes next, which bash completes by itself')
})

test('each completion script is valid in its shell', () => {
  for (const [shell, file] of scripts) {
    const checked = spawnSync(shell, ['-n', file], { encoding: 'utf8' })
    if (checked.error === undefined) assert.equal(checked.status, 0, checked.stderr)
  }
})

function isMissing(shell: string): string | false {
  return spawnSync(shell, ['--version']).error !== undefined && `no ${shell} is installed (apt-get install ${shell})`
}

/** What is typed, and a word that the shell must complete it with. */
const typed = [
  ['valetkey cli', 'client'],
  ['valetkey client add --red', '--redirect-uri'],
  ['valetkey --config x account set-p', 'set-password'],
  ['valetkey client rotate', 'rotate-secret'],
  ['valetkey completion z', 'zsh'],
] as const

test('fish completes commands and options', { skip: isMissing('fish') }, () => {
  const run = (line: string) =>
    execFileSync('fish', ['--no-config', '-c', `source '${scripts.get('fish')}'; complete -C '${line}'`], {
      encoding: 'utf8',
      env: { ...process.env, HOME: place.folder },
    })
      .split('\n')
      .filter(Boolean)
      .map((one) => one.split('\t')[0])
  for (const [line, word] of typed) assert.deepEqual(run(line), [word], line)
  assert.deepEqual(run('valetkey completion '), ['bash', 'fish', 'zsh'], 'no files')
  assert.ok(run('valetkey client ').includes('revoke-tokens'))
})

/** Makes an interactive zsh complete and show its line at Control-X. */
const zshSetup = (functions: string) => `PS1= RPS1=
unsetopt zle_bracketed_paste prompt_cr prompt_sp
fpath=('${functions}' $fpath)
autoload -Uz compinit && compinit -u -D
bindkey -e
show() { zle -I; print -r -- "<$BUFFER>"; BUFFER= }
zle -N show
bindkey '^X' show
print "<ready>"
`

/** Types lines with a Tab into an interactive zsh, and prints each as zsh completed it. */
const zshTyping = (setup: string, lines: readonly string[]) => `zmodload zsh/zpty
zpty -b z zsh -f -i
type_keys() {
  local seen= more i
  zpty -w -n z "$1"
  for i in {1..200}; do
    while zpty -r -t z more; do seen+=$more; done
    if [[ $seen == *"<"*">"* ]]; then print -r -- "$seen"; return; fi
    sleep 0.05
  done
}
type_keys "source '${setup}'"$'\n'
${lines.map((line) => `type_keys '${line}'$'\\t\\x18'`).join('\n')}
`

test('zsh completes commands and options', { skip: isMissing('zsh') }, () => {
  const functions = path.join(place.folder, 'functions')
  mkdirSync(functions, { recursive: true })
  copyFileSync(String(scripts.get('zsh')), path.join(functions, '_valetkey'))
  const setup = path.join(place.folder, 'setup.zsh')
  writeFileSync(setup, zshSetup(functions))
  const script = path.join(place.folder, 'typing.zsh')
  writeFileSync(
    script,
    zshTyping(
      setup,
      typed.map(([line]) => line),
    ),
  )
  const shown = execFileSync('zsh', ['-f', script], { encoding: 'utf8', env: { ...process.env, TERM: 'dumb' } })
  for (const [line, word] of typed) {
    assert.ok(shown.includes(`<${line.slice(0, line.lastIndexOf(' '))} ${word} >`), `${line}: ${shown}`)
  }
})

test('an unsupported shell is refused', async () => {
  const { code, stderr } = await place.run(['completion', 'tcsh'])
  assert.equal(code, 2)
  assert.match(stderr, /bash, zsh, fish/)
})
