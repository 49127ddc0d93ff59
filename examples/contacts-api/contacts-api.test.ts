import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { startTestIssuer, type TestIssuer, testIntrospection } from '../../packages/guard/test-issuer.ts'
import { createContactsApi } from './main.ts'

const audience = 'http://localhost:4001'
let issuer: TestIssuer
let api: Server
let url: string
before(async () => {
  issuer = await startTestIssuer()
  api = createContactsApi({ issuer: issuer.url, audience, introspection: testIntrospection })
  api.listen(0, '127.0.0.1')
  await once(api, 'listening')
  const address = api.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
after(async () => {
  api.closeAllConnections()
  api.close()
  await issuer.close()
})

const key = (scope: string, sub = 'alice') => issuer.issueOpaque({ aud: audience, scope, sub })

function call(token: string | undefined, method = 'GET', target = '/contacts', body?: string): Promise<Response> {
  const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' })
  if (token) headers.set('authorization', `Bearer ${token}`)
  return fetch(url + target, { method, headers, ...(body === undefined ? {} : { body }) })
}

async function contactsOf(token: string): Promise<readonly { id: string; name: string }[]> {
  const { contacts } = (await (await call(token)).json()) as { contacts: { id: string; name: string }[] }
  return contacts
}

test('a user and a client without a user each start with a few contacts', async () => {
  assert.equal((await contactsOf(key('read'))).length, 3)
  const machine = issuer.issueOpaque({ aud: audience, scope: 'read', sub: undefined, client_id: 'reporter' })
  assert.equal((await contactsOf(machine)).length, 3)
})

test('a contact is created, listed and deleted only in its owner’s book', async () => {
  const token = key('read create delete', 'bob')
  const created = await call(token, 'POST', '/contacts', '{"name":" Ada ","email":"ada@example.com"}')
  assert.equal(created.status, 201)
  const contact = (await created.json()) as { id: string; name: string; email: string }
  assert.deepEqual({ ...contact, id: '' }, { id: '', name: 'Ada', email: 'ada@example.com' })
  assert.equal(created.headers.get('location'), `/contacts/${contact.id}`)
  assert.ok((await contactsOf(token)).some(({ id }) => id === contact.id))
  const other = key('read delete', 'carol')
  assert.ok(!(await contactsOf(other)).some(({ id }) => id === contact.id))
  assert.equal((await call(other, 'DELETE', `/contacts/${contact.id}`)).status, 404)
  assert.equal((await call(token, 'DELETE', `/contacts/${contact.id}`)).status, 204)
  assert.equal((await call(token, 'DELETE', `/contacts/${contact.id}`)).status, 404)
})

test('each operation needs its own right', async () => {
  const rows = [
    ['GET', '/contacts', 'read', 'create delete'],
    ['POST', '/contacts', 'create', 'read delete'],
    ['DELETE', '/contacts/1', 'delete', 'read create'],
  ] as const
  for (const [method, target, needed, granted] of rows) {
    const response = await call(key(granted), method, target)
    assert.equal(response.status, 403)
    const challenge = response.headers.get('www-authenticate') ?? ''
    assert.match(challenge, /error="insufficient_scope"/)
    assert.match(challenge, new RegExp(`scope="${needed}"`))
    assert.equal((await call(undefined, method, target)).status, 401)
  }
})

test('a revocation takes effect within a second', async () => {
  const token = key('read')
  assert.equal((await call(token)).status, 200)
  issuer.revoke(token)
  await new Promise((resolve) => setTimeout(resolve, 950))
  assert.equal((await call(token)).status, 401)
})

for (const [words, body, status] of [
  ['no JSON', '{', 400],
  ['a number', '1', 400],
  ['null', 'null', 400],
  ['no name', '{"email":"a@example.com"}', 400],
  ['a blank name', '{"name":"  "}', 400],
  ['a long name', JSON.stringify({ name: 'x'.repeat(101) }), 400],
  ['a wrong address', '{"name":"Ada","email":"ada"}', 400],
  ['10 kB too much', JSON.stringify({ name: 'x'.repeat(20_000) }), 413],
  ['10 MB', `"${'x'.repeat(10_000_000)}"`, 413],
] as const) {
  test(`a contact that is ${words} is refused with ${status} and in words`, async () => {
    const response = await call(key('create'), 'POST', '/contacts', body)
    assert.equal(response.status, status)
    const { error, error_description } = (await response.json()) as { error: string; error_description: string }
    assert.ok(error && error_description)
  })
}

test('a contact of another content type is refused', async () => {
  const headers = { authorization: `Bearer ${key('create')}`, 'content-type': 'text/plain' }
  const response = await fetch(`${url}/contacts`, { method: 'POST', headers, body: '{"name":"Ada"}' })
  assert.equal(response.status, 415)
})

test('unknown paths get 404 and other methods 405', async () => {
  assert.equal((await call(key('read'), 'GET', '/nothing')).status, 404)
  assert.equal((await call(key('read'), 'GET', '/contacts/%zz/..%2f')).status, 404)
  const response = await call(key('read'), 'PUT', '/contacts', '{}')
  assert.equal(response.status, 405)
  assert.equal(response.headers.get('allow'), 'GET, HEAD, POST')
  assert.equal((await call(undefined, 'GET', '/constructor')).status, 404)
})

test('the API tells clients who hands out keys to it', async () => {
  const challenge = (await call(undefined)).headers.get('www-authenticate') ?? ''
  assert.match(challenge, /resource_metadata="http:\/\/localhost:4001\/\.well-known\/oauth-protected-resource"/)
  const response = await call(undefined, 'GET', '/.well-known/oauth-protected-resource')
  const document = (await response.json()) as Record<string, unknown>
  assert.deepEqual(document.authorization_servers, [issuer.url])
  assert.equal(document.resource, audience)
})

test('it starts by itself on the port it is given', async () => {
  const main = path.join(import.meta.dirname, 'main.ts')
  const port = 20_000 + Math.floor(Math.random() * 20_000)
  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: String(port), ISSUER: issuer.url } })
  try {
    const [line] = await once(child.stdout, 'data')
    assert.match(String(line), new RegExp(`http://localhost:${port}/contacts`))
    assert.equal((await fetch(`http://localhost:${port}/contacts`)).status, 401)
  } finally {
    child.kill()
  }
})

test('a page of another origin may call the API and read why a request was refused', async () => {
  const headers = { origin: 'http://localhost:3000', 'access-control-request-method': 'DELETE' }
  const preflight = await fetch(`${url}/contacts/1`, { method: 'OPTIONS', headers })
  assert.equal(preflight.status, 204)
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/)
  for (const response of [await call(key('read')), await call(undefined), await call(key('create'))]) {
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.match(response.headers.get('access-control-expose-headers') ?? '', /www-authenticate/)
  }
})
