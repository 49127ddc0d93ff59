import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { toNodeHandler } from '../../embedding/to-node-handler.ts'
import { startServer } from '../../testing/server.ts'

const local = (more: Readonly<Record<string, unknown>> = {}) => ({ issuer: 'http://localhost:4000', ...more })

const published = {
  clients: [{ clientId: 'web', clientSecret: 'a secret that the application publishes' }],
  apis: [{ identifier: 'http://localhost:4001', name: 'Contacts' }],
}

const server = await startServer(() => local(), { playground: published })

const get = (path: string, headers: Readonly<Record<string, string>> = {}, one = server) =>
  one.fetch(new Request(`${one.issuer}${path}`, { headers, redirect: 'manual' }))

async function findScript(one = server): Promise<string> {
  const text = await (await get('/playground', {}, one)).text()
  return /<script[^>]* src="([^"]+)"/.exec(text)?.[1] ?? assert.fail(`no script in ${text}`)
}

test('the page loads only its own files, and has nothing inline', async () => {
  for (const path of ['/playground', '/playground/callback?code=1']) {
    const response = await get(path)
    const text = await response.text()
    assert.equal(response.status, 200, path)
    assert.equal(
      response.headers.get('content-security-policy'),
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self' http: https:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(response.headers.get('set-cookie'), null)
    assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/)
    for (const [, address = ''] of text.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"/g)) {
      assert.match(address, /^\/playground\/assets\/[\w.-]+$/)
      assert.equal((await server.fetch(new Request(`http://localhost:4000${address}`))).status, 200, address)
    }
  }
  assert.equal((await get('/playground/')).headers.get('location'), '/playground')
})

test('files are kept for ever, and compressed for callers that accept Brotli', async () => {
  const path = await findScript()
  const plain = await get(path)
  assert.equal(plain.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(plain.headers.get('content-type'), 'text/javascript; charset=utf-8')
  assert.equal(plain.headers.get('content-encoding'), null)
  assert.equal(plain.headers.get('vary'), 'Accept-Encoding')
  const text = await plain.text()
  for (const accepted of ['br', 'gzip, deflate, br, zstd', 'gzip, BR;q=0.5']) {
    const response = await get(path, { 'accept-encoding': accepted })
    assert.equal(response.headers.get('content-encoding'), 'br', accepted)
    assert.equal(brotliDecompressSync(await response.arrayBuffer()).toString(), text)
  }
  for (const accepted of ['gzip', 'br;q=0', 'br; q=0.0', 'abr, brx', '*;q=0']) {
    const response = await get(path, { 'accept-encoding': accepted })
    assert.equal(response.headers.get('content-encoding'), null, accepted)
  }
})

test('HEAD has the headers of GET and no body', async () => {
  for (const path of ['/playground', '/playground/callback', '/playground/config.json', await findScript()]) {
    const response = await server.fetch(new Request(`http://localhost:4000${path}`, { method: 'HEAD' }))
    assert.equal(response.status, 200, path)
    assert.equal(await response.text(), '')
    assert.ok(response.headers.get('content-type'))
  }
})

test('nothing but the built files is served', async () => {
  const names = [
    '..%2Findex.html',
    '..%2f..%2fpackage.json',
    '%2e%2e%2fpackage.json',
    '..%5c..%5cpackage.json',
    '%2Fetc%2Fpasswd',
    '.built-from',
    'index.js',
    '__proto__',
    'constructor',
    '%00',
    '%',
    '',
    'a/b',
    '../../package.json',
  ]
  for (const name of names) assert.equal((await get(`/playground/assets/${name}`)).status, 404, name)
  for (const name of ['index.html', 'callback.html', '.built-from', 'assets', 'a'])
    assert.equal((await get(`/playground/${name}`)).status, 404, name)
  const script = await findScript()
  assert.equal((await get(`${script}.br`)).status, 404, 'the compressed form has no address of its own')
})

test('only what the application publishes reaches the page, and nothing of other clients', async () => {
  const response = await get('/playground/config.json')
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal(response.headers.get('access-control-allow-origin'), null)
  assert.deepEqual(await response.json(), {
    issuer: 'http://localhost:4000',
    redirectUri: 'http://localhost:4000/playground/callback',
    ...published,
  })
  const other = await startServer(() => local())
  const empty = await (await get('/playground/config.json', {}, other)).json()
  assert.deepEqual(empty, {
    issuer: other.issuer,
    redirectUri: 'http://localhost:4000/playground/callback',
    clients: [],
    apis: [],
  })
})

test('a posted authorization response becomes the fragment of the callback page', async () => {
  const post = (body: BodyInit, type = 'application/x-www-form-urlencoded') =>
    server.fetch(
      new Request('http://localhost:4000/playground/callback', {
        method: 'POST',
        headers: { 'content-type': type, origin: 'https://other.example' },
        body,
      }),
    )
  const response = await post('code=a%2Bb%20c&state=%0d%0aset-cookie:x&iss=http%3A%2F%2Flocalhost%3A4000&x=%23%22')
  assert.equal(response.status, 303)
  assert.equal(
    response.headers.get('location'),
    '/playground/callback#code=a%2Bb+c&state=%0D%0Aset-cookie%3Ax&iss=http%3A%2F%2Flocalhost%3A4000&x=%23%22',
  )
  assert.equal(response.headers.get('cache-control'), 'no-store')
  assert.equal((await post('{}', 'application/json')).status, 415)
  assert.equal((await post(`code=${'a'.repeat(20_000)}`)).status, 413)
  assert.equal((await post(`code=${'a'.repeat(100_000)}`)).status, 413)
})

test('an issuer with a path has the playground within it', async () => {
  const one = await startServer(() => local({ issuer: 'http://localhost:4000/tenant' }))
  const script = await findScript(one)
  assert.match(script, /^\/tenant\/playground\/assets\//)
  assert.equal((await one.fetch(new Request(`http://localhost:4000${script}`))).status, 200)
  assert.equal((await one.fetch(new Request('http://localhost:4000/playground'))).status, 404)
  assert.equal((await get('/playground/', {}, one)).headers.get('location'), '/tenant/playground')
})

test('a server that is mounted in another app serves it too, compressed as it is kept', async () => {
  const app = createServer(toNodeHandler(server)).listen(0, '127.0.0.1')
  await once(app, 'listening')
  const address = app.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  try {
    assert.equal((await fetch(`${origin}/playground`)).status, 200)
    const script = await fetch(origin + (await findScript()), { headers: { 'accept-encoding': 'br' } })
    assert.equal(script.headers.get('content-encoding'), 'br')
    assert.match(await script.text(), /createRoot|react/)
    const posted = await fetch(`${origin}/playground/callback`, {
      method: 'POST',
      body: new URLSearchParams({ code: 'a' }),
      redirect: 'manual',
    })
    assert.equal(posted.headers.get('location'), '/playground/callback#code=a')
  } finally {
    app.close()
    app.closeAllConnections()
  }
})

test('https issuers have no playground unless it is switched on, and http issuers can switch it off', async () => {
  const paths = ['', '/', '/callback', '/config.json', '/assets/a.js'].map((path) => `/playground${path}`)
  const statuses = async (config: Readonly<Record<string, unknown>>) => {
    const one = await startServer(() => config)
    return Promise.all(paths.map(async (path) => (await get(path, {}, one)).status))
  }
  const secret = 'a secret of at least sixteen characters'
  const none = [404, 404, 404, 404, 404]
  assert.deepEqual(await statuses(local({ playground: false })), none)
  assert.deepEqual(await statuses({ issuer: 'https://id.example.com', secret }), none)
  assert.deepEqual(await statuses({ issuer: 'https://localhost:4000', secret }), none)
  assert.deepEqual(
    await statuses({ issuer: 'https://id.example.com', secret, playground: true }),
    [200, 303, 200, 200, 404],
  )
})
