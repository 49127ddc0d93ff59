import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectSecurely } from 'node:tls'
import { Connections } from './connections.ts'
import { listen } from './listener.ts'

const bounds = { connections: 1_000, perAddress: 5, requests: 32, unreadBytes: 1_000_000 }

/** Simulates connections from the given addresses, and returns which were closed and which are open. */
async function arrive(addresses: readonly string[]) {
  const server = createServer()
  const closed: string[] = []
  const seeming = [...addresses]
  server.prependListener('connection', (socket: Socket) =>
    Object.defineProperty(socket, 'remoteAddress', { value: seeming.shift() }),
  )
  const connections = new Connections(server, {
    bounds,
    isProxy: (address) => address === '10.0.0.10',
    serve: () => assert.fail(),
    onClosed: (reason) => closed.push(reason),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  const sockets: Socket[] = []
  for (const _ of addresses) {
    const accepted = once(server, 'connection')
    sockets.push(connect(port, '127.0.0.1').on('error', () => undefined))
    await accepted
  }
  after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { closed, open: connections.count, sockets }
}

test('of too many connections from one address the one waiting longest is closed', async () => {
  const { closed, open, sockets } = await arrive([...Array(8).fill('203.0.113.9'), '203.0.113.10'])
  assert.deepEqual(closed, ['address', 'address', 'address'])
  assert.equal(open, 6)
  for (const socket of sockets) socket.resume()
  while (sockets.slice(0, 3).some((socket) => !socket.destroyed)) await sleep(10)
  assert.ok(sockets.slice(3).every((socket) => !socket.destroyed))
})

test('addresses of one IPv6 network count as one, and IPv4 addresses in IPv6 notation as themselves', async () => {
  const network = Array.from({ length: 7 }, (_, host) => `2001:db8::${host + 1}`)
  assert.equal((await arrive(network)).closed.length, 2)
  const mapped = Array.from({ length: 7 }, (_, host) => `::ffff:203.0.113.${host}`)
  assert.equal((await arrive(mapped)).closed.length, 0)
})

test('a trusted proxy and this computer may open as many connections as the server allows', async () => {
  for (const address of ['10.0.0.10', '::ffff:10.0.0.10', '127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    assert.deepEqual((await arrive(Array(20).fill(address))).closed, [], address)
  }
})

function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'connections-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost']
  execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  return tls
}

test('a response that is not read for half a minute is dropped, and one that is read slowly is not', async () => {
  const body = 'x'.repeat(7_500_000) // two of them fit into the limit for unread bytes, and not into the kernel's buffers
  const readers = [undefined, makeCertificate()].map(async (tls) => {
    const closed: string[] = []
    const listener = await listen(
      { hosts: ['127.0.0.1'], port: 0, note: () => assert.fail() },
      {
        handle: async () => ({ status: 200, headers: {}, body }),
        onError: () => assert.fail(),
        onLost: () => assert.fail(),
        headers: {},
        trustedProxies: [],
        tls,
        onClosed: (reason) => closed.push(reason),
      },
    )
    after(() => listener.close())
    const open = () => {
      const to = { port: listener.port, host: '127.0.0.1', rejectUnauthorized: false }
      const socket = tls ? connectSecurely(to) : connect(to)
      socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
      return socket.pause()
    }
    const [deaf, slow] = [open(), open()]
    let read = 0
    slow.on('data', (chunk) => {
      read += chunk.length
    })
    slow.pause()
    after(() => [deaf, slow].map((socket) => socket.destroy()))
    const reading = setInterval(() => {
      slow.resume()
      setTimeout(() => slow.pause(), 5)
    }, 1_000).unref()
    await sleep(14_000)
    assert.equal(listener.connections(), 2)
    for (let waited = 0; waited < 30_000 && listener.connections() > 1; waited += 100) await sleep(100)
    assert.deepEqual(closed, ['unread'], tls ? 'https' : 'http')
    clearInterval(reading)
    slow.resume()
    while (read < body.length) await sleep(50)
  })
  await Promise.all(readers)
})
