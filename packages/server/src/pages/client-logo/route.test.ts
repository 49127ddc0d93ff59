import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { startTlsCanary } from '../../http/outbound/canary.testing.ts'
import {
  authorizationRequest,
  type Fields,
  people,
  startServer,
  type TestServer,
  testConfig,
} from '../../testing/server.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const folder = mkdtempSync(path.join(tmpdir(), 'logo-'))
after(() => rmSync(folder, { recursive: true }))

const asked: string[] = []
const host = await startTlsCanary('localhost', (request, response) => {
  asked.push(request.url ?? '')
  if (request.url === '/logo.svg')
    response.end('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  else if (request.url === '/large.png') response.end(Buffer.concat([png, Buffer.alloc(100_001)]))
  else if (request.url === '/moved.png') response.writeHead(302, { location: '/logo.png' }).end()
  else if (request.url === '/lying.png') response.writeHead(200, { 'content-type': 'image/png' }).end('<script>')
  else if (request.url === '/logo.png') response.writeHead(200, { 'content-type': 'text/html' }).end(png)
  else response.writeHead(404).end()
})
const ca = path.join(folder, 'ca.pem')
writeFileSync(ca, host.ca)
const outbound = { allowHosts: [`localhost:${host.port}`], ca }
const at = (name: string) => `https://localhost:${host.port}/${name}`

const start = (logo: string) =>
  startServer(() => ({
    outbound,
    registration: 'open',
    dynamicClients: { scope: 'read' },
    clients: testConfig.clients.map((one) => (one.client_id === 'web' ? { ...one, logo_uri: logo } : one)),
  }))

const get = (server: TestServer, target: string) => server.fetch(new Request(server.issuer + target))

/** Opens the login page that a client's request leads to. */
async function openLogin(server: TestServer, fields: Fields, browser = server.browser()) {
  const request = authorizationRequest('web', fields)
  return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(request.fields)}`), server.issuer)
}

const login = async (server: TestServer, fields: Fields = {}) => (await openLogin(server, fields)).html

const srcOf = (page: string) => /<img class="client-logo" src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')

async function loaded(server: TestServer): Promise<Response> {
  return get(server, '/client-logo/web')
}

test('the login page shows the logo from this server, and the monogram until it is loaded', async () => {
  const server = await start(at('logo.png'))
  const first = await login(server)
  assert.equal(srcOf(first), undefined)
  assert.match(first, /class="monogram/)
  assert.equal((await loaded(server)).status, 200)
  const src = srcOf(await login(server)) ?? ''
  assert.match(src, /^\/client-logo\/web\?v=[\w-]{22}$/)
  const reply = await get(server, src)
  assert.deepEqual(Buffer.from(await reply.arrayBuffer()), png)
  assert.equal(reply.headers.get('content-type'), 'image/png')
  assert.equal(reply.headers.get('x-content-type-options'), 'nosniff')
  assert.match(reply.headers.get('content-security-policy') ?? '', /sandbox/)
  assert.match(reply.headers.get('cache-control') ?? '', /immutable/)
  assert.doesNotMatch((await loaded(server)).headers.get('cache-control') ?? '', /immutable/)
  assert.equal(asked.filter((one) => one === '/logo.png').length, 1, 'it is loaded once')
})

test('what is no small image is never served, and not requested again for ten minutes', async () => {
  for (const name of ['logo.svg', 'large.png', 'moved.png', 'lying.png', 'missing.png']) {
    const server = await start(at(name))
    const before = asked.length
    for (let times = 0; times < 3; times++) {
      assert.equal((await loaded(server)).status, 404, name)
      assert.equal(srcOf(await login(server)), undefined)
    }
    assert.equal(asked.length - before, 1, name)
    server.pass(601)
    await loaded(server)
    assert.equal(asked.length - before, 2, name)
  }
})

test('a client of a private host gets no request: the guard refuses it', async () => {
  const server = await start('https://10.0.0.1/logo.png')
  assert.equal((await loaded(server)).status, 404)
  assert.equal((await get(server, '/client-logo/unknown')).status, 404)
})

test('a registered client is marked as unverified, its name is cleaned, and its logo is loaded when it registers', async () => {
  const server = await start(at('none.png'))
  const redirect = 'https://dynamic.example.com/cb'
  const reply = await server.fetch(
    new Request(`${server.issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        redirect_uris: [redirect],
        client_name: '<b>Bank\u202e\u200b</b>',
        logo_uri: at('logo.png'),
        policy_uri: 'https://dynamic.example.com/policy',
        tos_uri: 'https://dynamic.example.com/tos',
      }),
    }),
  )
  const client = await reply.json()
  assert.equal(reply.status, 201)
  await get(server, `/client-logo/${client.client_id}`)
  const fields = { client_id: client.client_id, redirect_uri: redirect, scope: 'read' }
  const page = await login(server, fields)
  assert.match(srcOf(page) ?? '', /^\/client-logo\//)
  for (const one of ['policy', 'tos']) assert.ok(page.includes(`href="https://dynamic.example.com/${one}"`), one)
  assert.ok(page.includes('&lt;b&gt;Bank&lt;/b&gt;'))
  assert.doesNotMatch(page, /[\u202e\u200b]|<b>Bank/)
  const browser = server.browser()
  const shown = await openLogin(server, fields, browser)
  const consent = await browser.follow(await browser.submit(shown, 'username', people.alice), server.issuer)
  assert.match(srcOf(consent.html) ?? '', /^\/client-logo\//)
  assert.match(consent.html, />unverified</)
})
