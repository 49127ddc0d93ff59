import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { auditTypes } from '../../oauth/audit-event.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { createPlace } from '../../testing/cli.ts'

const place = await createPlace()
const binary = path.join(import.meta.dirname, '..', '..', '..', 'bin', 'valetkey.js')

interface Row {
  readonly type: string
  readonly actor?: string
  readonly detail?: string
  readonly username?: string
}

async function tail(...args: readonly string[]): Promise<readonly Row[]> {
  const { stdout, stderr, code } = await place.run(['audit', 'tail', '--json', ...args, '--config', place.file])
  assert.equal(code, 0, stderr)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

test('every command that changes data is recorded with the operating system user who ran it', async () => {
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
  assert.match(
    (await place.run(['audit', 'tail', ...on])).stdout,
    /account\.disabled +by command by \S+ +account alice +\(alice\)/,
  )
})

test('tail --follow shows rows that other processes add', async () => {
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

test('tail filters by time, type, client and account, and shows one row per line with the username', async () => {
  const on = ['--config', place.file]
  await place.run(['client', 'add', 'machine', ...on])
  const types = async (...args: readonly string[]) => (await tail(...args)).map(({ type }) => type)
  assert.deepEqual(await types('--client', 'machine'), ['client.saved'])
  assert.deepEqual(await types('--account', 'Alice', '--type', 'account.disabled'), ['account.disabled'])
  assert.deepEqual(await types('--account', 'nobody'), [])
  assert.equal((await types('--type', 'account')).length, 3)
  assert.equal((await types('--since', '1h')).length, 5)
  assert.deepEqual(await types('--since', '2999-01-01T00:00Z'), [])
  assert.equal((await place.run(['audit', 'tail', '--since', 'soon', ...on])).code, 2)

  const { id } = ((await place.json('account', 'list')) as unknown as readonly { id: string }[])[0] ?? assert.fail()
  const database = new DatabaseSync(place.database)
  database
    .prepare(
      'insert into audit (chain, number, at, type, account_id, detail, previous, hash) values (?, 1, ?, ?, ?, ?, ?, ?)',
    )
    .run('test', Date.now(), 'login.failed', id, 'a\n\u001b[2Jb', 'x', 'y')
  const { stdout } = await place.run(['audit', 'tail', '--lines', '1', ...on])
  assert.match(stdout, /^\S+ {2}login\.failed +account alice {2}\(a\\u\{a\}\\u\{1b\}\[2Jb\)\n$/)
  assert.equal((await tail('--lines', '1', '--account', 'alice'))[0]?.username, 'alice')
  database.exec("delete from audit where chain = 'test'")
  database.close()
})

test('tail refuses an unknown type, and reports if no row matches', async () => {
  const on = ['--config', place.file]
  for (const type of ['nope', 'login.', 'log', 'login.fail', '']) {
    const { code, stdout, stderr } = await place.run(['audit', 'tail', '--type', type, ...on])
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' }, type)
    assert.match(stderr, /no event has this type; .*known: account\.\S+, .*login\.failed, .*token/)
  }
  assert.match((await place.run(['audit', 'tail', '--type', 'acount', ...on])).stderr, /did you mean account\?/)
  assert.match((await place.run(['audit', 'tail', '--lines', 'x', ...on])).stderr, /^--lines x: give a number from 0/)
  const { code, stderr } = await place.run(['audit', 'tail', '--client', 'nobody', ...on])
  assert.deepEqual({ code, stderr }, { code: 0, stderr: 'note: no row matches\n' })
})

test('the types that tail accepts are those in the table of docs/operations.md', () => {
  const docs = path.join(import.meta.dirname, '../../../../../docs/operations.md')
  const table = readFileSync(docs, 'utf8').split('## The audit log')[1]?.split('\n**')[0] ?? ''
  const listed = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, type]) => type))
  assert.deepEqual(listed.sort(), [...auditTypes].sort())
})

test('verify shows the end of each chain and the first row that was changed', async () => {
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

test('a command under the wrong secret changes nothing, because its audit row could not be verified', async () => {
  await place.run(['signing-keys', 'rotate', '--config', place.file])
  const env = { VALETKEY_SECRET: 'another secret of some length' }
  const refused = await place.run(['account', 'remove', 'alice', '--yes', '--config', place.file], { env })
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /secret is not the one/)
  assert.equal((await place.json('account', 'list')).length, 1)
})

/** Leads to PostgreSQL, and away from it as a restart does. */
async function startDoor(port: number) {
  const sockets = new Set<Socket>()
  const door = createServer((socket) => {
    const behind = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      sockets.add(one)
      one.on('error', () => undefined).on('close', () => sockets.delete(one) && other.destroy())
    }
    socket.pipe(behind).pipe(socket)
  })
  const listen = async (at: number) => {
    door.listen(at, '127.0.0.1')
    await once(door, 'listening')
  }
  await listen(0)
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a port')
  return {
    port: address.port,
    shut() {
      door.close()
      for (const socket of sockets) socket.destroy()
    },
    open: () => listen(address.port),
  }
}

await onEachEngine('audit tail', async ({ name, create }) => {
  if (name !== 'postgres') return
  test('tail continues after a restart of PostgreSQL, and reports that it waits', {
    timeout: 30_000,
  }, async () => {
    const straight = create('tail')
    const door = await startDoor(Number(new URL(straight).port))
    const through = straight.replace(/:\d+\//, `:${door.port}/`)
    const env = { VALETKEY_SECRET: 'a secret of some length' }
    const input = 'correct horse battery\n'
    const on = ['--database', straight]
    const added = await place.run(['account', 'add', 'alice', '--password-stdin', ...on], { env, input })
    assert.equal(added.code, 0, added.stderr)
    const args = ['audit', 'tail', '--follow', '--lines', '1', '--database', through]
    const following = spawn(process.execPath, [binary, ...args], { env: { ...process.env, ...env } })
    try {
      assert.match(String((await once(following.stdout, 'data'))[0]), /account\.saved/)
      const said = once(following.stderr, 'data')
      door.shut()
      assert.match(String((await said)[0]), /^note: .*; tail continues when the database is available\n$/)
      assert.equal((await place.run(['account', 'disable', 'alice', ...on], { env })).code, 0)
      const next = once(following.stdout, 'data')
      await door.open()
      assert.match(String((await next)[0]), /account\.disabled/)
    } finally {
      following.kill()
      door.shut()
    }
  })
})
