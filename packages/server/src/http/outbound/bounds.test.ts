import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { startCanary, startRawCanary } from './canary.testing.ts'
import { createGuardedFetch, type FetchNote } from './guarded-fetch.ts'

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'

function create(options: object = {}) {
  const notes: FetchNote[] = []
  const fetch = createGuardedFetch({
    allowHosts: [{ host: '127.0.0.1' }],
    note: (one) => notes.push(one),
    ...options,
  })
  return { fetch, notes }
}

/** Starts a server that writes bytes after each request, sends one and returns its result and the time it took. */
async function ask(write: (socket: Socket) => void, request: object = {}) {
  const server = await startRawCanary((socket) => socket.once('data', () => write(socket)))
  const { fetch, notes } = create()
  const started = performance.now()
  const result = await fetch(`http://127.0.0.1:${server.port}/`, { timeoutMs: 10_000, ...request })
  const reason = result.outcome === 'refused' ? result.reason : String(result.status)
  return { reason, took: performance.now() - started, detail: notes[0]?.refused?.detail, result }
}

/** Writes again and again, as fast as the reader reads. */
function pour(socket: Socket, bytes: string | Buffer): void {
  const more = () => {
    while (socket.writable && socket.write(bytes)) if (socket.destroyed) return
  }
  socket.on('drain', more)
  more()
}

/** Writes a piece every 20 ms. */
function drip(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 20)
  socket.on('close', () => clearInterval(timer))
}

test('a body without end is cut at the limit of the call, with and without chunks', async () => {
  const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`
  for (const [first, bytes] of [
    [`${head}\r\n`, 'a'.repeat(65_536)],
    [`${head}transfer-encoding: chunked\r\n\r\n`, chunk],
  ] as const) {
    const { reason, detail } = await ask(
      (socket) => {
        socket.write(first)
        pour(socket, bytes)
      },
      { timeoutMs: 10_000 },
    )
    assert.equal(reason, 'too-large')
    assert.equal(detail, 'the body exceeds 65536 bytes')
  }
  const { reason, took } = await ask((socket) => socket.write(`${head}content-length: 65537\r\n\r\n`))
  assert.equal(reason, 'too-large')
  assert.ok(took < 4_000, `${took} ms`)
})

test('a body of exactly the limit is read', async () => {
  const { result } = await ask((socket) => socket.end(`${head}\r\n${'a'.repeat(100)}`), { maxBytes: 100 })
  assert.equal(result.outcome === 'response' && result.body.length, 100)
  const { reason } = await ask((socket) => socket.end(`${head}\r\n${'a'.repeat(101)}`), { maxBytes: 100 })
  assert.equal(reason, 'too-large')
})

test('a body in pieces of one byte is read up to 2,048 of them', async () => {
  const bodyOf = (pieces: number) => `${head}transfer-encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(pieces)}0\r\n\r\n`
  const fits = await ask((socket) => socket.end(bodyOf(2_048)))
  assert.equal(fits.result.outcome === 'response' && Buffer.from(fits.result.body).toString(), 'a'.repeat(2_048))
  assert.equal((await ask((socket) => socket.end(bodyOf(65_536)))).reason, 'too-large')
  const extended = `1;${'x'.repeat(10_000)}\r\na\r\n`.repeat(200)
  const { detail } = await ask((socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n${extended}0\r\n\r\n`))
  assert.equal(detail, 'the body has too much around it')
})

test('a compressed response is refused and never unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000))
  for (const encoding of ['gzip', 'GZIP', 'br', 'identity, gzip']) {
    const { reason } = await ask((socket) => {
      socket.write(`${head}content-encoding: ${encoding}\r\ncontent-length: ${bomb.length}\r\n\r\n`)
      socket.end(bomb)
    })
    assert.equal(reason, 'encoded', encoding)
  }
})

test('a body, headers or a response that never end are cut at the time limit', async () => {
  for (const write of [
    (socket: Socket) => {
      socket.write(`${head}\r\n`)
      drip(socket, ' ')
    },
    (socket: Socket) => {
      socket.write(head)
      drip(socket, 'x')
    },
    (socket: Socket) => drip(socket, ''),
    (socket: Socket) => socket.write(`${head}content-length: 10\r\n\r\n{}`),
  ]) {
    const { reason, took, detail } = await ask(write, { timeoutMs: 500 })
    assert.equal(reason, 'unreachable')
    assert.equal(detail, 'the time limit passed')
    assert.ok(took >= 490 && took < 5_000, `${took} ms`)
  }
})

test('the time limit includes the connection, the resolution of the name and the queue', async () => {
  const never = () => new Promise<readonly string[]>(() => {})
  const bounds = { running: 1, runningPerKey: 1, waiting: 5, waitingPerKey: 5 }
  const { fetch } = create({ resolve: never, bounds })
  const started = performance.now()
  const limits = [600, 300, 200]
  const results = await Promise.all(limits.map((timeoutMs) => fetch('https://app.example/', { timeoutMs })))
  assert.ok(performance.now() - started < 5_000)
  const reasons = results.map((one) => one.outcome === 'refused' && one.reason)
  assert.deepEqual(reasons, ['unreachable', 'busy', 'busy'])
})

test('headers without end, and interim responses without end, are refused', async () => {
  const large = await ask((socket) => socket.write(`${head}x: ${'a'.repeat(20_000)}\r\n\r\n`))
  assert.equal(large.reason, 'too-large')
  const many = await ask((socket) => {
    socket.write(head)
    pour(socket, 'x: a\r\n'.repeat(1_000))
  })
  assert.equal(many.reason, 'too-large')
  const interim = await ask((socket) => pour(socket, 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)))
  assert.equal(interim.reason, 'too-large')
})

test('a response that is not HTTP, ends early or changes the protocol is refused', async () => {
  for (const text of [
    'SSH-2.0-OpenSSH_9.2\r\n',
    '',
    `${head}content-length: 10\r\n\r\n{}`,
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    `${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
  ]) {
    const { reason, took } = await ask((socket) => socket.end(text))
    assert.equal(reason, 'unreachable', text)
    assert.ok(took < 4_000, `${text} ${took} ms`)
  }
})

test('of 500 concurrent calls a host sees four connections at a time, and those beyond the queue are refused at once', async () => {
  const slow = await startCanary((_request, response) => {
    setTimeout(() => response.end('{}'), 20)
  })
  const { fetch } = create()
  const results = await Promise.all(Array.from({ length: 500 }, () => fetch(`http://127.0.0.1:${slow.port}/`)))
  const busy = results.filter((one) => one.outcome === 'refused' && one.reason === 'busy').length
  assert.equal(results.filter((one) => one.outcome === 'response').length, 36)
  assert.equal(busy, 464)
  assert.ok(slow.most() <= 4, `${slow.most()}`)
  assert.equal((await fetch(`http://127.0.0.1:${slow.port}/`)).outcome, 'response')
})

test('500 concurrent calls to as many hosts open at most 64 connections', async () => {
  const slow = await startCanary((_request, response) => {
    setTimeout(() => response.end('{}'), 50)
  })
  const hosts = Array.from({ length: 500 }, (_, index) => ({ host: `a${index}.example` }))
  const { fetch } = create({ allowHosts: hosts, resolve: async () => ['127.0.0.1'] })
  const results = await Promise.all(hosts.map(({ host }) => fetch(`http://${host}:${slow.port}/`)))
  assert.equal(results.filter((one) => one.outcome === 'response').length, 64 + 256)
  assert.ok(slow.most() <= 64, `${slow.most()}`)
})

/** A host in a process of its own, so that its memory is not counted here. */
const hostile = `
  const piece = '1;' + 'x'.repeat(10_000) + '\\r\\na\\r\\n'
  const server = require('node:net').createServer((socket) => {
    const pour = () => { while (socket.writable && socket.write(piece)); }
    socket.on('error', () => {}).on('drain', pour).once('data', () => {
      socket.write('HTTP/1.1 200 OK\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n')
      pour()
    })
  })
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

test('150 endless bodies that waste memory add less than 40 MB to the resident memory', async () => {
  const child = spawn(process.execPath, ['-e', hostile], { stdio: ['ignore', 'pipe', 'inherit'] })
  after(() => child.kill())
  const [port] = await once(child.stdout, 'data')
  const { fetch } = create()
  async function run() {
    const calls = Array.from({ length: 30 }, () => fetch(`http://127.0.0.1:${Number(port)}/`, { timeoutMs: 60_000 }))
    for (const one of await Promise.all(calls)) assert.equal(one.outcome === 'refused' && one.reason, 'too-large')
  }
  for (let time = 0; time < 5; time++) await run()
  const before = process.memoryUsage().rss
  for (let time = 0; time < 5; time++) await run()
  const grown = process.memoryUsage().rss - before
  assert.ok(grown < 40_000_000, `${grown} bytes`)
})

test('the connection is closed after each request', async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const closed = once(server, 'connection').then(([socket]) => {
    socket.on('data', () => socket.write(`${head}content-length: 2\r\n\r\n{}`))
    return once(socket, 'close')
  })
  const { fetch } = create()
  const result = await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`)
  assert.equal(result.outcome, 'response')
  await closed
  server.close()
})
