import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { discover } from './discover.ts'
import type { Answer } from './exchange.ts'
import { createSend, explainCors } from './send.ts'

const origin = 'http://localhost:4000'
const send = createSend({ fetch, origin, timeout: 2000 })

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function failure(issuer: string, sender = send) {
  const result = await discover(issuer, sender)
  assert.equal(result.outcome, 'failed', JSON.stringify(result))
  return result.explanation
}

test('metadata is found at either well-known path, also for an issuer with a path (RFC 8414 §3.1, §5)', async () => {
  for (const [path, known] of [
    ['', '/.well-known/oauth-authorization-server'],
    ['', '/.well-known/openid-configuration'],
    ['/tenant', '/.well-known/oauth-authorization-server/tenant'],
    ['/tenant', '/tenant/.well-known/openid-configuration'],
  ] as const) {
    const one: string = await serve((request, response) => {
      if (request.url !== known) return void response.writeHead(404).end('not here')
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ issuer: one + path }))
    })
    const found = await discover(` ${one}${path} `, send)
    assert.equal(found.outcome, 'found', known)
    assert.equal(found.url, one + known)
  }
})

test('what is entered instead of an issuer is refused before anything is sent', async () => {
  const never = () => assert.fail('nothing may be sent')
  for (const entered of ['', 'id.example.com', 'ftp://id.example.com', 'javascript:alert(1)', 'https://']) {
    assert.match((await failure(entered, never)).clause, /RFC 8414 §2/, entered)
  }
  for (const entered of ['https://id.example.com?a=b', 'https://id.example.com#x', 'https://me@id.example.com']) {
    assert.match((await failure(entered, never)).received, /query, a fragment or a user name/)
  }
})

test('metadata of another issuer is refused, and a trailing slash is pointed out (RFC 8414 §3.3)', async () => {
  const one: string = await serve(
    (_, response) => void response.end(JSON.stringify({ issuer: 'https://evil.example' })),
  )
  const other = await failure(one)
  assert.match(other.received, /belongs to the issuer https:\/\/evil\.example/)
  assert.equal(other.clause, 'RFC 8414 §3.3')
  const slash: string = await serve((_, response) => void response.end(JSON.stringify({ issuer: `${slash}/` })))
  assert.match((await failure(slash)).received, /differ by a trailing slash/)
})

test('a web page, a missing document and metadata without issuer each get their own explanation', async () => {
  const page = await serve((_, response) => void response.end('<!doctype html>'))
  assert.match((await failure(page)).received, /not a JSON object/)
  const missing = await serve((_, response) => void response.writeHead(404).end('{}'))
  assert.match((await failure(missing)).received, /status 404/)
  const broken = await serve((_, response) => void response.writeHead(503).end())
  assert.match((await failure(broken)).fix, /the server failed/i)
  const nameless = await serve((_, response) => void response.end('{}'))
  assert.match((await failure(nameless)).received, /has no issuer/)
  const redirect = await serve((_, response) => void response.writeHead(302, { location: 'https://x.example' }).end())
  assert.match((await failure(redirect)).received, /status 302|redirect/)
})

test('a server that is stopped or silent is named with what to start', async () => {
  const stopped = await failure('http://127.0.0.1:9')
  assert.match(stopped.received, /Nothing responds at http:\/\/127\.0\.0\.1:9\/.*npm start/)
  const silent = await serve(() => {})
  const quick = createSend({ fetch, origin, timeout: 100 })
  assert.match((await failure(silent, quick)).received, /did not respond within 0\.1 seconds/)
})

test('a response that the browser hides is recognized, with the headers that the server would have to send', async () => {
  const hiding: typeof fetch = (_, init) =>
    init?.mode === 'no-cors' ? Promise.resolve(new Response()) : Promise.reject(new TypeError('Failed to fetch'))
  const one = createSend({ fetch: hiding, origin })
  const explanation = await failure('https://id.example.com', one)
  assert.match(explanation.received, /Access-Control-Allow-Origin: http:\/\/localhost:4000/)
  assert.match(explanation.received, /\.well-known\/oauth-authorization-server/)
  const draft = {
    method: 'DELETE',
    url: 'https://api.example.com/contacts/1',
    parameters: [],
    headers: [['authorization', 'Bearer x']],
  } as const
  const words = explainCors(draft, draft.url, origin)
  assert.match(words, /Access-Control-Allow-Headers: authorization and Access-Control-Allow-Methods: DELETE/)
  const form = { ...draft, method: 'POST', headers: [['content-type', 'application/x-www-form-urlencoded']] } as const
  assert.doesNotMatch(explainCors(form, form.url, origin), /OPTIONS/)
})

test('nothing is sent with a header or to an address that no browser could use', async () => {
  const never: typeof fetch = () => assert.fail('nothing may be sent')
  const one = createSend({ fetch: never, origin })
  const draft = { method: 'GET', url: 'https://api.example.com', parameters: [], headers: [] } as const
  const messageOf = (answer: Answer) => (answer.kind === 'unreachable' ? answer.message : assert.fail(answer.kind))
  assert.match(messageOf(await one({ ...draft, url: 'file:///etc/passwd' })), /not an http or https URL/)
  assert.match(messageOf(await one({ ...draft, headers: [['authorization', 'Bearer \u2026']] })), /authorization/)
  assert.match(messageOf(await one({ ...draft, headers: [['', 'x']] })), /a header without a name/)
})
