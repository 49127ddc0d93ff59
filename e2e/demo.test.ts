import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { after, afterEach, test } from 'node:test'
import { promisify } from 'node:util'
import { findRules, runRules } from '../conformance/run-rules.ts'
import { createTarget } from '../conformance/target/target.ts'
import { findFreePorts } from './free-ports.ts'

const root = path.dirname(import.meta.dirname)
const [server = 0, api = 0, web = 0, notes = 0] = await findFreePorts(4)
const ports = `${server},${api},${web},${notes}`
let child: ChildProcess | undefined
afterEach(async () => {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
})
after(() => {
  const file = path.join(root, '.data', `valetkey-${server}.db`)
  for (const ending of ['', '-wal', '-shm', '.secret']) rmSync(file + ending, { force: true })
  rmSync(path.join(root, '.data', `contacts-${server}.json`), { force: true })
})

function start(...args: readonly string[]) {
  const started = Date.now()
  const running = spawn(process.execPath, [path.join(root, 'examples', 'demo.ts'), ...args])
  child = running
  let output = ''
  const ended = once(running, 'exit')
  const ready = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk
      if (output.includes('Ctrl-C ends all of them')) resolve(Date.now() - started)
    }
    running.stdout.on('data', read)
    running.stderr.on('data', read)
    ended.then(() => reject(new Error(output)))
  })
  ready.catch(() => undefined)
  return { running, ready, ended, output: () => output }
}

async function ask(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(args[0] ?? '', args.slice(1))).stdout
}

test('the two curl lines of the banner work as pasted, also after a restart, until Ctrl-C', async () => {
  for (const round of ['first', 'second']) {
    const demo = start('--ports', ports)
    await demo.ready
    const [first] = demo.output().match(/https?:\/\/\S+/) ?? []
    assert.equal(first, `http://localhost:${server}/playground`)
    for (const words of [
      `localhost:${web}`,
      `localhost:${notes}`,
      `localhost:${server}/keys`,
      'alice / wonderland',
      'bob / builder',
    ]) {
      assert.ok(demo.output().includes(words), words)
    }
    const lines = demo.output().split('\n')
    const curls = lines.filter((line) => /^(TOKEN=\$\()?curl /.test(line))
    assert.equal(curls.length, 2)
    assert.match(await ask('sh', '-c', curls.join('\n')), /Grace Hopper/, round)
    assert.doesNotMatch(demo.output(), /Warning/)
    demo.running.kill('SIGINT')
    assert.deepEqual(await demo.ended, [0, null])
  }
})

test('the demo passes every conformance rule that its settings allow', async () => {
  const demo = start('--ports', ports)
  await demo.ready
  const settings = JSON.parse(readFileSync(path.join(root, 'conformance', 'demo.json'), 'utf8'))
  const clients = {
    ...settings.clients,
    web: { ...settings.clients.web, redirect_uri: `http://localhost:${web}/callback` },
  }
  const target = await createTarget({ ...settings, issuer: `http://localhost:${server}`, clients, only: [] })
  const results = await runRules(target, findRules([]))
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  assert.deepEqual(
    failed.map(({ claim, why }) => `${claim}: ${why}`),
    [],
  )
  const passed = results.filter(({ outcome }) => outcome === 'passed').length
  assert.ok(passed > 60, `only ${passed} of ${results.length} passed`)
})

test('added contacts are kept after a restart', async () => {
  const first = start('--ports', ports)
  await first.ready
  const [tokenLine = ''] = first
    .output()
    .split('\n')
    .filter((line) => line.startsWith('TOKEN='))
  const wide = tokenLine.replace('-d scope=read ', '')
  const add = `curl -s -H "Authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{"name":"Ada"}' http://localhost:${api}/contacts`
  await ask('sh', '-c', `${wide}\n${add}`)
  first.running.kill('SIGTERM')
  await first.ended
  const second = start('--ports', ports)
  await second.ready
  const list = `curl -s -H "Authorization: Bearer $TOKEN" http://localhost:${api}/contacts`
  assert.match(await ask('sh', '-c', `${wide}\n${list}`), /"Ada"/)
})

for (const [name, port] of [
  ['authorization server', server],
  ['Contacts API', api],
  ['contacts web app', web],
] as const) {
  test(`a port in use is named if the ${name} needs it`, async () => {
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    try {
      const demo = start('--ports', ports)
      assert.deepEqual(await demo.ended, [1, null])
      assert.ok(demo.output().startsWith(`Port ${port} is in use, and the ${name} needs it`), demo.output())
    } finally {
      other.close()
    }
  })
}

test('invalid ports are rejected with a message', async () => {
  const demo = start('--ports', '1,2')
  assert.deepEqual(await demo.ended, [1, null])
  assert.match(demo.output(), /^--ports needs three or four different ports/)
})
