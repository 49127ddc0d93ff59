import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { after, test } from 'node:test'
import { prepareProcesses } from '../testing/process.ts'
import { basic, testClients } from '../testing/server.ts'
import { refuseMalformed } from './refuse-malformed.ts'

const server = await prepareProcesses().start({ VALETKEY_LOG: 'error' })
const port = Number(new URL(server.origin).port)
const authorization = basic('machine', testClients.machine.client_secret)

/** Sends raw bytes and returns the response and its duration. */
async function send(...parts: readonly (string | Buffer)[]) {
  const started = performance.now()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  for (const part of parts) socket.write(part)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
    if (/\r\n\r\n/.test(text)) socket.end()
  })
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 3000).unref())])
  socket.destroy()
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text, took: performance.now() - started }
}

const head = (path: string, ...headers: readonly string[]) =>
  `${[`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/x-www-form-urlencoded', ...headers].join('\r\n')}\r\n\r\n`

test('a body of 10 MB is refused with 413 at once, whatever its declared length (RFC 9110 §15.5.14)', async () => {
  const body = Buffer.alloc(10_000_000, 'a')
  const reply = await send(head('/token', `Content-Length: ${body.length}`), body)
  assert.equal(reply.status, 413)
  assert.ok(reply.took < 500, `${reply.took} ms`)
  const chunked = await send(head('/token', 'Transfer-Encoding: chunked'), '989680\r\n', body, '\r\n0\r\n\r\n')
  assert.equal(chunked.status, 413)
  for (const path of ['/introspect', '/revoke', '/authorize']) {
    assert.equal((await send(head(path, `Content-Length: ${body.length}`), body)).status, 413, path)
  }
})

test('a caller that sends its complete body before reading also gets 413, each time', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (let time = 0; time < 20; time++) {
    const response = await fetch(`${server.origin}/token`, { method: 'POST', headers, body: 'a'.repeat(10_000_000) })
    assert.equal(response.status, 413)
  }
})

test('a body without end is cut off', async () => {
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 'a'), Buffer.from('\r\n')])
  const endless = Array.from({ length: 40 }, () => chunk)
  assert.ok((await send(head('/token', 'Transfer-Encoding: chunked'), ...endless)).took < 2500)
  assert.equal((await send(head('/token', 'Content-Length: 99999999999'), chunk)).status, 413)
})

test('a caller that disconnects during its body is not logged as a failure', async () => {
  for (const body of [['Content-Length: 500'], ['Transfer-Encoding: chunked']]) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(`${head('/token', ...body)}3\r\nabc`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
  }
  await fetch(`${server.origin}/livez`)
  assert.equal(server.log(), '')
})

test('100,000 parameters are refused', async () => {
  const query = 'a=&'.repeat(100_000)
  const response = await fetch(`${server.origin}/token`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: query,
  })
  assert.equal(response.status, 413)
  const fewer = await fetch(`${server.origin}/token`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'a=&'.repeat(20_000),
  })
  assert.equal(fewer.status, 400)
})

test('a header of 64 kB is refused with 431 (RFC 6585 §5)', async () => {
  assert.equal((await send(head('/token', `X-Large: ${'a'.repeat(65_536)}`, 'Content-Length: 0'))).status, 431)
})

test('a response to HEAD has no content, even if the request is refused while it is read (RFC 9110 §9.3.2)', async () => {
  const small = createServer({ maxHeaderSize: 4096 }).listen(0, '127.0.0.1')
  refuseMalformed(small, { maxHeaderSize: 4096, onTimeout: () => undefined })
  after(() => small.close())
  await once(small, 'listening')
  const address = small.address()
  for (const [method, content] of [
    ['HEAD', /content-length: [1-9]\d*\r\n\r\n$/],
    ['GET', /content-length: [1-9]\d*\r\n\r\nThe headers/],
  ] as const) {
    const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1')
    socket.write(`${method} / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(5_000)}\r\n\r\n`)
    let text = ''
    for await (const chunk of socket) text += chunk
    assert.match(text, /^HTTP\/1\.1 431 /)
    assert.match(text, content)
  }
})

test('oversized cookies are refused with the names of the largest, without their values', async () => {
  const cookies = `first=1; session-of-another-app=${'v'.repeat(20_000)}; theme=${'w'.repeat(15_000)}`
  const { status, text } = await send(`GET /login HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookies}\r\n\r\n`)
  assert.equal(status, 431)
  assert.match(text, /content-type: text\/plain/)
  assert.match(text, /Clear the cookies of this site.*\nThe largest ones: session-of-another-app \(\d+ bytes\), theme/)
  assert.doesNotMatch(text, /vvv|www/)
  const fits = await send(`GET /login HTTP/1.1\r\nHost: localhost\r\nCookie: a=${'v'.repeat(20_000)}\r\n\r\n`)
  assert.equal(fits.status, 200)
})

test('a repeated header that must occur once is refused by name, at every endpoint (RFC 9110 §5.3)', async () => {
  const body = 'grant_type=client_credentials'
  const length = `Content-Length: ${body.length}`
  for (const [path, ...headers] of [
    ['/token', `Authorization: ${authorization}`, 'authorization: Basic eDp5'],
    ['/introspect', 'Authorization: Bearer a', `Authorization: ${authorization}`],
    ['/token', `Authorization: ${authorization}`, 'Content-Type: text/plain'],
    ['/token', `Authorization: ${authorization}`, 'host: other'],
    ['/metrics', 'Authorization: Bearer a', 'Authorization: Bearer b'],
  ] as const) {
    const { status, text } = await send(head(path, ...headers, length), body)
    assert.equal(status, 400, `${path} ${headers}`)
    assert.match(text, /"error":"invalid_request","error_description":"the header [\w-]+ was sent more than once/)
  }
  const twice = await send('GET /keys HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n')
  assert.equal(twice.status, 303)
})

test('a server on localhost refuses a host name that a web site could point to it (RFC 9110 §7.4)', async () => {
  const ask = async (host: string) => (await send(`GET /login HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).status
  for (const host of [
    'localhost',
    'LOCALHOST:1',
    'id.localhost:4000',
    '127.0.0.1:9',
    '[::1]:9',
    '192.0.2.7',
    'valetkey',
  ]) {
    assert.equal(await ask(host), 200, host)
  }
  for (const host of ['evil.example', 'localhost.evil.example:4000', '127.0.0.1.evil.example', 'a.b:1']) {
    const { status, text } = await send(`GET /login HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    assert.equal(status, 421, host)
    assert.match(text, /the Host header is \S+, which this server does not serve/)
  }
})

test('a length with chunks, two lengths, and a malformed request are refused with 400 (RFC 9112 §6.1)', async () => {
  for (const headers of [
    ['Content-Length: 3', 'Transfer-Encoding: chunked'],
    ['Content-Length: 3', 'Content-Length: 4'],
    ['Content-Length: -1'],
    ['Transfer-Encoding: x'],
  ]) {
    assert.equal((await send(head('/token', ...headers), '0\r\n\r\n')).status, 400, headers.join())
  }
  assert.equal((await send('nonsense\r\n\r\n')).status, 400)
})

test('a null byte anywhere in a form or a query is refused with 400 (RFC 6749 Appendix A)', async () => {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  for (const body of [
    'grant_type=client_credentials%00',
    'grant_type=client_credentials&scope=%00',
    'grant_type=client_credentials&\0=x',
    'x%00y=1&grant_type=client_credentials',
  ]) {
    for (const path of ['/token', '/introspect', '/revoke']) {
      const response = await fetch(server.origin + path, { method: 'POST', headers, body })
      assert.equal(response.status, 400, `${path} ${body}`)
    }
  }
  assert.equal((await fetch(`${server.origin}/authorize?client_id=%00`)).status, 400)
  assert.equal((await fetch(`${server.origin}/login?interaction=%00`)).status, 400)
  assert.equal((await fetch(`${server.origin}/%00`)).status, 404)
})

test('unknown paths get 404 and unknown methods 405 with the allowed ones (RFC 9110 §15.5.5, §15.5.6)', async () => {
  for (const path of ['/no-such', '/token/', '//token', '/TOKEN', '/token%2f', '/.well-known/x']) {
    assert.equal((await fetch(server.origin + path, { method: 'POST' })).status, 404, path)
  }
  for (const [path, allowed] of [
    ['/token', 'POST'],
    ['/introspect', 'POST'],
    ['/revoke', 'POST'],
    ['/jwks', 'GET'],
    ['/authorize', 'GET'],
    ['/keys', 'GET'],
  ]) {
    const response = await fetch(server.origin + path, { method: 'PATCH' })
    assert.equal(response.status, 405, path)
    assert.match(response.headers.get('allow') ?? '', new RegExp(`\\b${allowed}\\b`))
  }
})

test('no response names the software, and each forbids sniffing (ASVS 5.0 §13.4.6)', async () => {
  for (const path of ['/', '/jwks', '/no-such', '/livez']) {
    const { headers } = await fetch(server.origin + path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('server') ?? headers.get('x-powered-by'), null)
  }
})

test('pages of other origins may call the token endpoint, but never with cookies (Fetch §3.3)', async () => {
  const preflight = await fetch(`${server.origin}/token`, {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example.com' },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
  assert.equal(preflight.headers.get('access-control-allow-credentials'), null)
  const page = await fetch(`${server.origin}/keys`, {
    headers: { origin: 'https://app.example.com' },
    redirect: 'manual',
  })
  assert.equal(page.headers.get('access-control-allow-origin'), null)
})

test('a page of another origin can read error responses (Fetch §3.3)', async () => {
  const headers = { origin: 'https://app.example.com', 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(`${server.origin}/token`, { method: 'POST', headers, body: 'a'.repeat(70_000) })
  assert.equal(response.status, 413)
  assert.equal(response.headers.get('access-control-allow-origin'), '*')
})

test('the liveness and readiness probes succeed on a running server', async () => {
  for (const path of ['/livez', '/readyz']) assert.equal((await fetch(server.origin + path)).status, 200)
})
