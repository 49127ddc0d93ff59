import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { createPlace } from '../cli.testing.ts'

const place = await createPlace()

interface Row {
  readonly type: string
  readonly actor?: string
  readonly detail?: string
}

async function tail(...args: readonly string[]): Promise<readonly Row[]> {
  const { stdout, stderr, code } = await place.run(['audit', 'tail', '--json', ...args, '--config', place.file])
  assert.equal(code, 0, stderr)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test('every command that changes something is recorded, with the user who typed it', async () => {
  const on = ['--config', place.file]
  const input = 'correct horse battery\n'
  assert.equal((await place.run(['account', 'add', 'alice', '--password-stdin', ...on], { input })).code, 0)
  assert.equal((await place.run(['account', 'disable', 'alice', ...on])).code, 0)
  assert.equal((await place.run(['account', 'list', ...on])).code, 0)
  const rows = await tail()
  assert.deepEqual(
    rows.map((row) => row.type),
    ['audit.opened', 'account.saved', 'account.disabled'],
  )
  assert.ok(rows.slice(1).every((row) => row.actor?.startsWith('command by ') && row.detail === 'alice'))
  assert.equal((await tail('--lines', '1')).length, 1)
  assert.match((await place.run(['audit', 'tail', ...on])).stdout, /account\.disabled +by command by \S+ +\(alice\)/)
})

test('tail goes on with what is added, by whomever', async () => {
  const binary = path.join(import.meta.dirname, '..', '..', '..', 'bin', 'valetkey.js')
  const following = spawn(process.execPath, [
    binary,
    'audit',
    'tail',
    '--follow',
    '--lines',
    '1',
    '--config',
    place.file,
  ])
  try {
    const [first] = await once(following.stdout, 'data')
    assert.match(String(first), /account\.disabled/)
    const next = once(following.stdout, 'data')
    await place.run(['account', 'enable', 'alice', '--config', place.file])
    assert.match(String((await next)[0]), /account\.enabled/)
  } finally {
    following.kill()
  }
})

test('verify names the end of each chain, and the first row that is not as it was written', async () => {
  const whole = await place.json('audit', 'verify')
  assert.equal(whole.ok, true)
  const [end] = whole.ends as readonly { chain: string; number: number; hash: string }[]
  const kept = `${end?.chain}:${end?.number}:${end?.hash}`
  const on = ['--config', place.file]
  assert.equal((await place.run(['audit', 'verify', '--kept', kept, ...on])).code, 0)
  assert.equal((await place.run(['audit', 'verify', '--kept', 'nonsense', ...on])).code, 2)

  const database = new DatabaseSync(place.database)
  database.exec(`update audit set detail = 'bob' where type = 'account.disabled'`)
  database.close()
  const { code, stdout } = await place.run(['audit', 'verify', ...on])
  assert.equal(code, 1)
  assert.match(stdout, /broken at row 3 of chain admin: the row was changed/)
  const broken = await place.json('audit', 'verify')
  assert.deepEqual(broken.broken, { chain: 'admin', number: 3, what: 'the row was changed' })
})

test('a command that cannot be recorded under the right secret changes nothing', async () => {
  await place.run(['keys', 'rotate', '--config', place.file])
  const env = { VALETKEY_SECRET: 'another secret of some length' }
  const refused = await place.run(['account', 'remove', 'alice', '--config', place.file], { env })
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /secret is not the one/)
  assert.equal((await place.json('account', 'list')).length, 1)
})
