import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, createServer, get, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { connect as connectSecurely } from 'node:tls'
import { closeGracefully } from './graceful-close.ts'

async function serve(server: Server = createServer()) {
  server.on('request', (_, response) => setTimeout(() => response.end('whole'), 20))
  const close = closeGracefully(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server has no other kind of address
  return { close, port }
}

async function ask(port: number, agent: Agent): Promise<string> {
  const [response] = await once(get({ port, host: '127.0.0.1', agent }), 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return text
}

test('connections waiting to be accepted when shutdown begins are served, and later ones are refused', async () => {
  const { close, port } = await serve()
  const sockets = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      await once(socket, 'connect')
      return { text: () => text, closed: once(socket, 'close') }
    }),
  )
  const closed = close()
  for (const socket of sockets) {
    await socket.closed
    assert.match(socket.text(), /^HTTP\/1\.1 200 [\s\S]*whole/)
  }
  await closed
  await assert.rejects(ask(port, new Agent()), { code: 'ECONNREFUSED' })
})

test('a request on a keep-alive connection just after shutdown begins is served', async () => {
  const { close, port } = await serve()
  const agent = new Agent({ keepAlive: true })
  assert.equal(await ask(port, agent), 'whole')
  const closed = close()
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(await ask(port, agent), 'whole')
  await closed
})

test('a connection that never sends a request delays shutdown by a second at most', async () => {
  const { close, port } = await serve()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  await new Promise((resolve) => setTimeout(resolve, 20))
  const began = performance.now()
  await close()
  assert.ok(performance.now() - began < 2000)
})

test('with TLS neither a silent connection nor one without a handshake delays shutdown', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'close-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost']
  execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) })
  const { close, port } = await serve(server)
  const raw = connect(port, '127.0.0.1')
  const silent = connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false })
  const busy = connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false })
  for (const socket of [raw, silent, busy]) socket.on('error', () => undefined)
  await Promise.all([once(raw, 'connect'), once(silent, 'secureConnect'), once(busy, 'secureConnect')])
  busy.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  const began = performance.now()
  const [[answer]] = await Promise.all([once(busy, 'data'), close()])
  assert.match(String(answer), /^HTTP\/1\.1 200 /)
  assert.ok(performance.now() - began < 2000)
})
