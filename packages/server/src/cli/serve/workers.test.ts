import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { contacts, createPlace, withinASecond } from '../../testing/cli.ts'

const binary = path.join(import.meta.dirname, '../../../bin/valetkey.js')
const secret = 'a-secret-that-is-long-enough'
const place = await createPlace({
  apis: [contacts],
  clients: [{ client_id: 'reports', client_secret: secret, grant_types: ['client_credentials'], scope: 'read' }],
})

async function getToken(): Promise<number> {
  const headers = { authorization: `Basic ${btoa(`reports:${secret}`)}`, connection: 'close' }
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' })
  return (await fetch(`${place.issuer}/token`, { method: 'POST', headers, body })).status
}

function workersOf(pid: number | undefined): readonly number[] {
  // One look: a process that is listed may be gone a moment later. Where it has none, `ps` fails.
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' })
  const lines = stdout.split('\n').filter((line) => line.includes('serve'))
  return lines.map((line) => Number.parseInt(line, 10))
}

test('workers share the port, a killed one is replaced, and SIGTERM stops all of them gracefully', async () => {
  const server = await place.serve('--workers', '2')
  const [first, second, ...more] = workersOf(server.process.pid)
  assert.ok(first !== undefined && second !== undefined && more.length === 0)
  assert.deepEqual(await Promise.all(Array.from({ length: 20 }, getToken)), Array(20).fill(200))
  process.kill(first, 'SIGKILL')
  assert.ok(await withinASecond(async () => !workersOf(server.process.pid).includes(first)))
  assert.equal(await getToken(), 200, 'the other one serves on')
  for (let tries = 0; tries < 10 && workersOf(server.process.pid).length < 2; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  assert.equal(workersOf(server.process.pid).length, 2)
  const all = workersOf(server.process.pid)
  assert.equal(await server.stop(), 0)
  for (const pid of all) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
})

/** Scrapes over a connection of its own, so that another worker answers each time. */
async function scrape(name: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${place.issuer}/metrics`, { headers: { connection: 'close' } })).text()
  assert.equal(text.split(`# TYPE ${name} `).length, 2, 'each metric has its head once')
  const lines = [...text.matchAll(new RegExp(`^${name}\\{worker="(\\d)".*\\} (\\d+)$`, 'gm'))]
  return new Map(lines.map(([, worker = '', value]) => [worker, Number(value)]))
}

test('a scrape of any worker returns the metrics of all, and a replacement keeps the number of its predecessor', async () => {
  const server = await place.serve('--workers', '2')
  await Promise.all(Array.from({ length: 20 }, getToken))
  for (let time = 0; time < 4; time++) {
    const tokens = await scrape('valetkey_tokens_issued_total')
    assert.deepEqual([...tokens.keys()].sort(), ['1', '2'])
    assert.equal(
      [...tokens.values()].reduce((sum, one) => sum + one, 0),
      20,
    )
  }
  const [killed] = workersOf(server.process.pid)
  assert.ok(killed !== undefined)
  process.kill(killed, 'SIGKILL')
  assert.ok(await withinASecond(async () => !workersOf(server.process.pid).includes(killed)))
  const numbers = async () => [...(await scrape('process_resident_memory_bytes')).keys()].sort().join()
  for (let tries = 0; tries < 40 && (await numbers()) !== '1,2'; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(await numbers(), '1,2')
  assert.equal(await server.stop(), 0)
})

test('the end of a worker is logged as an ordinary log line', async () => {
  const args = [binary, 'serve', '--workers', '2', '--config', place.file]
  const server = spawn(process.execPath, args, { env: { ...process.env, VALETKEY_LOG: 'warn' } })
  let said = ''
  server.stderr.on('data', (chunk) => {
    said += chunk
  })
  await once(server.stdout, 'data')
  const [worker = 0] = workersOf(server.pid)
  process.kill(worker, 'SIGKILL')
  assert.ok(await withinASecond(async () => said.includes('a worker ended')))
  server.kill('SIGTERM')
  await once(server, 'exit')
  const lines = said.split('\n').filter(Boolean)
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)).map(({ level, msg }) => [level, msg]),
    [[40, 'a worker ended (SIGKILL); another starts in 100 ms']],
  )
})

test('a failure that prevents workers from starting is reported once, and the primary process exits with 1', async () => {
  const server = await place.serve()
  const { code, stderr, stdout } = await place.run(['serve', '--workers', '3', '--config', place.file])
  assert.equal(code, 1)
  assert.equal(stderr.match(/port \d+ is in use/g)?.length, 1, stderr)
  assert.equal(stdout, '')
  await server.stop()
  assert.equal((await place.run(['serve', '--workers', 'many'])).code, 2)
  const memory = await place.run(['serve', '--workers', '2', '--config', place.file, '--database', 'sqlite::memory:'])
  assert.match(memory.stderr, /sqlite::memory: belongs to one process/)
})

test('SIGTERM during startup stops all workers at once: none reports ready or serves', async () => {
  for (const forked of [1, 2]) {
    const server = spawn(process.execPath, [binary, 'serve', '--workers', '2', '--config', place.file])
    let said = ''
    server.stdout.on('data', (chunk) => {
      said += chunk
    })
    while (server.exitCode === null && workersOf(server.pid).length < forked) await sleep(10)
    const started = Date.now()
    server.kill('SIGTERM')
    const [code] = await once(server, 'exit')
    const took = Date.now() - started
    assert.deepEqual([code, said], [0, ''], `with ${forked} of 2`)
    assert.ok(took < 4000, `${took} ms`)
  }
})
