import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { toNodeHandler } from './to-node-handler.ts'

let server: Server
let port: number
const seen: { url: string; address: string | undefined }[] = []
before(async () => {
  const handler = toNodeHandler({
    issuer: 'http://localhost:1',
    fetch: async (request, info) => {
      seen.push({ url: request.url, address: info?.remoteAddress })
      const headers = new Headers([
        ['set-cookie', 'a=1; Path=/'],
        ['set-cookie', 'b=2; Path=/'],
        ['x-length', String((await request.text()).length)],
      ])
      return new Response('answer', { status: 201, headers })
    },
  })
  server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
after(() => {
  server.closeAllConnections()
  server.close()
})

async function send(lines: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(lines)
  return text(socket)
}

test('each cookie keeps its own line, and the caller’s address is passed on', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/a%20b?c=%2F`, { method: 'POST', body: 'four' })
  assert.equal(response.status, 201)
  assert.deepEqual(response.headers.getSetCookie(), ['a=1; Path=/', 'b=2; Path=/'])
  assert.equal(response.headers.get('x-length'), '4')
  assert.deepEqual(seen.at(-1), { url: 'http://localhost:1/a%20b?c=%2F', address: '127.0.0.1' })
})

test('an oversized body is not read into memory, and the response arrives', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(5_000_000) })
  assert.equal(response.headers.get('x-length'), String(64 * 1024 + 1))
})

test('a request that is not a valid web request is refused, and the server keeps running', async () => {
  assert.match(await send('TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'), /^HTTP\/1.1 400/)
  assert.match(await send('GET http://[ HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'), /^HTTP\/1.1 400/)
  await send('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nx')
  assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 201)
})

test('a target that begins like another host is served here', async () => {
  await send('GET //evil.example/x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
  assert.equal(seen.at(-1)?.url, 'http://localhost:1/evil.example/x')
})
