import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectSecurely } from 'node:tls'
import { prepareProcesses, type ServerProcess } from '../testing/process.ts'

const folder = mkdtempSync(join(tmpdir(), 'bounds-'))
after(() => rmSync(folder, { recursive: true }))
const tls = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') }
const subject = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost']
execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', tls.key, '-out', tls.cert], { stdio: 'pipe' })

const post = 'POST /token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n'
const login = 'GET /login HTTP/1.1\r\nhost: localhost\r\n\r\n'

/** Connects without reading. */
function open(server: ServerProcess, secure = false): Socket {
  const port = Number(new URL(server.origin).port)
  const host = '127.0.0.1'
  const socket = secure ? connectSecurely({ port, host, rejectUnauthorized: false }) : connect({ port, host })
  socket.on('error', () => undefined)
  socket.pause()
  return socket
}

/** Opens many connections at once and writes on each. */
async function openMany(server: ServerProcess, count: number, text: string, secure = false) {
  const sockets = Array.from({ length: count }, () => open(server, secure))
  let closed = 0
  for (const socket of sockets) {
    socket.once(secure ? 'secureConnect' : 'connect', () => socket.write(text))
    socket.once('close', () => closed++)
  }
  await sleep(1_500)
  return {
    closed: () => closed,
    /** Resumes reading: a paused socket does not notice that its peer closed it. */
    resume: () => sockets.forEach((socket) => void socket.resume()),
    end: () => sockets.forEach((socket) => void socket.destroy()),
  }
}

async function until(isSo: () => boolean, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds
  while (!isSo() && Date.now() < end) await sleep(50)
  assert.ok(isSo(), `not within ${milliseconds} ms`)
}

async function answers(server: ServerProcess, path = '/login'): Promise<number> {
  const { status } = await fetch(server.origin + path, { signal: AbortSignal.timeout(30_000) })
  return status
}

for (const secure of [false, true]) {
  const scheme = secure ? 'https' : 'http'
  test(`4,000 requests on one connection that reads no response use little memory and close it (${scheme})`, async () => {
    const server = await prepareProcesses(secure ? { tls } : {}).start()
    const warmUp = await openMany(server, 4, login.repeat(20), secure)
    warmUp.end()
    const before = server.memory()
    const flood = await openMany(server, 16, login.repeat(4_000), secure)
    let most = server.memory()
    for (let look = 0; look < 10; look++) {
      await sleep(50)
      most = Math.max(most, server.memory())
    }
    assert.ok(most - before < 50, `from ${before} MB to ${most} MB`)
    if (!secure) assert.equal(await answers(server), 200)
    flood.resume()
    await until(() => flood.closed() === 16, 30_000)
  })
}

test('pipelined requests get their responses in order, one turn at a time', async () => {
  const server = await prepareProcesses().start()
  const form = 'grant_type=nothing'
  const requests = [
    login,
    `${post}content-length: ${form.length}\r\n\r\n${form}`,
    'GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n',
    `${post}transfer-encoding: chunked\r\n\r\n12\r\n${form}\r\n0\r\nx-trailer: a\r\n\r\n`,
    'HEAD /livez HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
  ]
  const socket = open(server).resume()
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(requests.join(''))
  await once(socket, 'close')
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
  assert.deepEqual(statuses, ['200', '401', '200', '401', '200'])
})

test('a slow reader gets its responses, and a caller that stops reading holds only one', async () => {
  const server = await prepareProcesses().start()
  await answers(server)
  const before = server.memory()
  const flood = await openMany(server, 100, login.repeat(30))
  await sleep(1_000)
  assert.ok(server.memory() - before < 50, `${server.memory() - before} MB`)
  assert.equal(await answers(server), 200)
  flood.resume()
  await sleep(2_000)
  assert.equal(flood.closed(), 0, 'they may read later')
  flood.end()
})

test('thousands of unfinished bodies use little memory, and honest requests are served meanwhile', async () => {
  const server = await prepareProcesses().start()
  await answers(server)
  const before = server.memory()
  const body = `${post}content-length: 65536\r\n\r\n${'a'.repeat(65_000)}`
  const flood = await openMany(server, 2_000, body)
  const took: number[] = []
  for (let time = 0; time < 10; time++) {
    const start = performance.now()
    assert.equal(await answers(server), 200)
    took.push(performance.now() - start)
  }
  const grown = server.memory() - before
  assert.ok(grown < 150, `${grown} MB`)
  assert.ok(Math.min(...took) < 500, `${took}`)
  flood.resume()
  await until(() => flood.closed() >= 1_400, 30_000)
  assert.ok(server.memory() - before < 150, `${server.memory() - before} MB`)
  flood.end()
})

test('a body that arrives one byte at a time is soon dropped', async () => {
  const server = await prepareProcesses().start()
  await answers(server)
  const before = server.memory()
  const flood = await openMany(server, 50, `${post}transfer-encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(30_000)}`)
  const grown = server.memory() - before
  assert.ok(grown < 60, `${grown} MB`)
  assert.equal(await answers(server), 200)
  flood.resume()
  await until(() => flood.closed() === 50, 30_000)
})

test('beyond the limit a new connection closes the one that has been waiting longest', async () => {
  const server = await prepareProcesses({ listen: { port: 0, maxConnections: 20 } }).start()
  const idle = await openMany(server, 30, '')
  idle.resume()
  await until(() => idle.closed() === 10, 10_000)
  for (let time = 0; time < 5; time++) assert.equal(await answers(server), 200)
  const { status } = await fetch(`${server.origin}/metrics`)
  const page = await (await fetch(`${server.origin}/metrics`)).text()
  assert.equal(status, 200)
  assert.match(page, /valetkey_connections_closed_total\{reason="connections"\} 1\d/)
  assert.match(page, /^valetkey_connections \d+$/m)
  idle.end()
})

test('a handshake, a head and a body that never end are closed within half a minute', async () => {
  const [plain, secure] = [await prepareProcesses().start(), await prepareProcesses({ tls }).start()]
  const unfinished = [
    await openMany(plain, 2, 'GET /login HTTP/1.1\r\nhost: localhost\r\nx-long: '),
    await openMany(plain, 2, `${post}content-length: 10\r\n\r\nabc`),
    await openMany(plain, 2, ''),
    await openMany(secure, 2, ''),
  ]
  for (const one of unfinished) one.resume()
  await until(() => unfinished.every((one) => one.closed() === 2), 30_000)
})

test('upgrades, CONNECT and unknown expectations hold no resources', async () => {
  const server = await prepareProcesses().start()
  const odd = ['CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n', `${post}expect: a miracle\r\n\r\n`.repeat(100)]
  for (const text of odd) {
    const one = await openMany(server, 1, text)
    one.resume()
    await until(() => one.closed() === 1, 10_000)
  }
  const upgrade = open(server)
  upgrade.write('GET /login HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
  const [first] = await once(upgrade.resume(), 'data')
  assert.match(String(first), /^HTTP\/1\.1 200/)
  upgrade.destroy()
})
