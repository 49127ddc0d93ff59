import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace } from '../testing/cli.ts'

const place = await createPlace()

test('help exits with 0, and a usage error with 2', async () => {
  for (const args of [['--help'], ['client', '--help'], ['client', 'add', '--help'], ['--version']]) {
    const { code, stdout, stderr } = await place.run(args)
    assert.deepEqual([code, stderr], [0, ''], args.join(' '))
    assert.ok(stdout.length > 4)
  }
  assert.match((await place.run(['client', 'add', '--help'])).stdout, /Examples:\n {2}\$ valetkey client add/)
  for (const args of [
    [],
    ['client'],
    ['cleint', 'list'],
    ['client', 'show'],
    ['client', 'list', '--jsno'],
    ['signing-keys', 'rotate', 'x'],
  ]) {
    const { code, stdout, stderr } = await place.run(args)
    assert.deepEqual([code, stdout], [2, ''], args.join(' '))
    assert.ok(stderr.length > 4)
  }
})

test('an unknown command is reported with the nearest known one, with and without --help', async () => {
  for (const [args, expected] of [
    [['client', 'set-secret'], 'unknown command: valetkey client set-secret; did you mean rotate-secret?'],
    [['cleint', 'list'], 'unknown command: valetkey cleint; did you mean client?'],
    [['signing-keys', 'burn'], 'unknown command: valetkey signing-keys burn; known: list, rotate'],
  ] as const) {
    for (const more of [[], ['--help']])
      assert.deepEqual(await place.run([...args, ...more]), { code: 2, stdout: '', stderr: `${expected}\n` })
  }
  assert.equal((await place.run(['help', 'client'])).code, 0)
})

test('the hidden alias `keys` still lists the signing keys, and no list of commands shows it', async () => {
  const alias = await place.run(['keys', 'list', '--help'])
  assert.equal(alias.code, 0)
  assert.match(alias.stdout, /List the published keys/)
  const { stdout: help } = await place.run(['--help'])
  assert.match(help, /^ {2}signing-keys /m)
  assert.doesNotMatch(help, /^ {2}keys\b/m)
  const { stdout: completion } = await place.run(['completion', 'bash'])
  assert.doesNotMatch(completion, /valetkey keys/)
  assert.match((await place.run(['keyz'])).stderr, /^unknown command: valetkey keyz; known: (?!.*, keys,)/)
})

test('with --json an error is one line of JSON on standard error', async () => {
  const wrong = [
    [['cleint', 'list'], 2],
    [['client', 'show'], 2],
    [['client', 'list', '--database', 'sqlite:absent.db'], 1],
    [['client', 'list', '--config', 'absent.yaml'], 1],
  ] as const
  for (const [args, expected] of wrong) {
    const { code, stdout, stderr } = await place.run([...args, '--json'])
    assert.deepEqual([code, stdout], [expected, ''])
    assert.equal(typeof JSON.parse(stderr).error, 'string')
    assert.equal(stderr.trim().split('\n').length, 1)
  }
})
