import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
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

test('bash completes every command and its options, as the command line has them', () => {
  const program = createProgram({ quiet: true })
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

test('each script is right for its shell, where the shell is installed', () => {
  for (const [shell, file] of scripts) {
    const checked = spawnSync(shell, ['-n', file], { encoding: 'utf8' })
    if (checked.error === undefined) assert.equal(checked.status, 0, checked.stderr)
  }
})

test('a shell that has no completion is refused', async () => {
  const { code, stderr } = await place.run(['completion', 'tcsh'])
  assert.equal(code, 2)
  assert.match(stderr, /bash, zsh, fish/)
})
