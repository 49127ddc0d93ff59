import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../testing/server.ts'

const server = await startServer()
const nested = await startServer(() => ({ issuer: 'http://localhost:4000/id' }))

const ask = (path: string, method = 'GET', { issuer, fetch } = server) => fetch(new Request(issuer + path, { method }))

for (const [path, page] of [
  ['/keys/change', '/keys'],
  ['/keys/take-back', '/keys'],
  ['/account/sessions/end', '/account/sessions'],
  ['/account/sessions/end-all', '/account/sessions'],
  ['/login/switch', '/login'],
] as const) {
  test(`a GET of the form address ${path} redirects to its page`, async () => {
    for (const method of ['GET', 'HEAD']) {
      const reply = await ask(path, method)
      assert.deepEqual([reply.status, reply.headers.get('location')], [303, page], method)
    }
    const refused = await ask(path, 'DELETE')
    assert.deepEqual([refused.status, refused.headers.get('allow')], [405, 'GET, POST, HEAD, OPTIONS'])
  })
}

test('an address with a trailing slash redirects to the page and keeps the query', async () => {
  for (const path of ['/login', '/consent', '/keys', '/account', '/logout']) {
    const reply = await ask(`${path}/?interaction=a%2Fb`)
    assert.deepEqual([reply.status, reply.headers.get('location')], [303, `${path}?interaction=a%2Fb`])
  }
})

test('an issuer with a path is opened with or without a slash', async () => {
  const reply = await ask('', 'GET', nested)
  assert.deepEqual([reply.status, reply.headers.get('location')], [303, '/id/'])
  assert.equal((await ask('/', 'GET', nested)).status, 200)
})
