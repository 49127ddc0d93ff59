import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, type ClientName, type Fields, startServer } from '../../testing/server.ts'

const server = await startServer()

async function open(client: ClientName, fields: Fields) {
  return server.browser().open(`${server.issuer}/authorize?${encode(authorizationRequest(client, fields).fields)}`)
}

async function assertPage(client: ClientName, fields: Fields, about: string): Promise<void> {
  const page = await open(client, fields)
  assert.equal(page.status, 400, about)
  assert.equal(page.location, undefined, about)
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/, about)
}

test('an unregistered redirect_uri gets a page and no redirect (RFC 6749 §3.1.2.4)', async () => {
  await assertPage('web', { redirect_uri: 'https://evil.example/callback' }, 'another host')
  await assertPage('web', { redirect_uri: 'https://other.example.com/callback' }, "another client's")
  await assertPage('web', { redirect_uri: undefined }, 'none, though two are registered')
  await assertPage('web', { redirect_uri: '' }, 'an empty one')
})

test('an unknown, missing or repeated client_id or redirect_uri gets a page (RFC 6749 §4.1.2.1)', async () => {
  const uri = 'https://app.example.com/callback'
  await assertPage('web', { client_id: 'nobody' }, 'unknown')
  await assertPage('web', { client_id: undefined }, 'missing')
  await assertPage('web', { client_id: ['web', 'web'] }, 'repeated')
  await assertPage('web', { redirect_uri: [uri, uri] }, 'repeated')
  await assertPage('web', { redirect_uri: [uri, 'https://evil.example'] }, 'repeated, the second foreign')
})

const nearMisses = [
  'https://app.example.com.evil/callback',
  'https://app.example.community/callback',
  'https://evil.example/app.example.com/callback',
  'https://app.example.com@evil.example/callback',
  'https://app.example.com:x@evil.example/callback',
  'https://a@b@app.example.com/callback',
  'https://user@app.example.com/callback',
  'https://app.example.com:443/callback',
  'https://app.example.com:444/callback',
  'https://App.example.com/callback',
  'HTTPS://app.example.com/callback',
  'http://app.example.com/callback',
  'https://app.example.com./callback',
  'https://sub.app.example.com/callback',
  'https://example.com/callback',
  'https://xn--app-example-com/callback',
  'https://аpp.example.com/callback',
  'https://app.example.com/callback/',
  'https://app.example.com/Callback',
  'https://app.example.com/callbac',
  'https://app.example.com/callback2',
  'https://app.example.com/callback/more',
  'https://app.example.com//callback',
  'https://app.example.com/./callback',
  'https://app.example.com/x/../callback',
  'https://app.example.com/callback/../evil',
  'https://app.example.com/callback/..;/evil',
  'https://app.example.com/%2e%2e/callback',
  'https://app.example.com/callback%2f..%2fevil',
  'https://app.example.com/%63allback',
  'https://app.example.com/callback%252f',
  'https://app.example.com/callback?x=1',
  'https://app.example.com/callback?',
  'https://app.example.com/callback#',
  'https://app.example.com/callback#x',
  'https://app.example.com/callback;x',
  'https://app.example.com\\callback',
  'https://evil.example\\@app.example.com/callback',
  'https:/app.example.com/callback',
  'https:app.example.com/callback',
  '//app.example.com/callback',
  '/callback',
  ' https://app.example.com/callback',
  'https://app.example.com/callback ',
  'https://app.example.com/call\tback',
  'https://app.example.com/callback\n',
  'https://app.example.com/other',
  'https://app.example.com/other?kept=2',
  'https://app.example.com/other?kept=1&kept=1',
  'javascript:alert(1)//https://app.example.com/callback',
]

for (const redirect_uri of nearMisses) {
  test(`a near miss gets a page: ${JSON.stringify(redirect_uri)} (RFC 9700 §4.1.3)`, async () => {
    await assertPage('web', { redirect_uri }, redirect_uri)
  })
}

test('the page shows the received and the registered redirect_uri and the difference (RFC 6749 §3.1.2.3)', async () => {
  const { html } = await open('web', { redirect_uri: 'https://app.example.com/callback/' })
  assert.match(html, /trailing slash/)
})

test('a native client may use any port on loopback (RFC 8252 §7.3)', async () => {
  for (const redirect_uri of [
    'http://127.0.0.1/callback',
    'http://127.0.0.1:1/callback',
    'http://127.0.0.1:65535/callback',
    'http://[::1]:9/callback',
    'http://[::1]/callback',
  ]) {
    const page = await open('native', { redirect_uri })
    assert.equal(page.status, 303, redirect_uri)
    assert.match(String(page.location), /\/login\?/, redirect_uri)
  }
})

for (const redirect_uri of [
  'http://127.0.0.1:65536/callback',
  'http://127.0.0.1:0/callback',
  'http://127.0.0.1:080/callback',
  'http://127.0.0.1:/callback',
  'http://127.0.0.1:80@evil.example/callback',
  'http://127.0.0.1.evil:80/callback',
  'http://127.0.0.1:80.evil/callback',
  'http://127.0.0.1%2eevil/callback',
  'http://127.1:80/callback',
  'http://2130706433:80/callback',
  'http://0x7f.0.0.1/callback',
  'http://127.0.0.2/callback',
  'http://localhost.evil:80/callback',
  'http://localhost:80/callback',
  'http://[::ffff:127.0.0.1]:80/callback',
  'http://[0:0:0:0:0:0:0:1]:7000/callback',
  'http://127.0.0.1:80/callback/',
  'http://127.0.0.1:80/other',
  'http://127.0.0.1:80/callback?x',
  'http://127.0.0.1:80/callback#x',
  'https://127.0.0.1:80/callback',
]) {
  test(`a near miss of a loopback redirect gets a page: ${redirect_uri} (RFC 8252 §7.3)`, async () => {
    await assertPage('native', { redirect_uri }, redirect_uri)
  })
}

test('a web client on loopback must use the registered port', async () => {
  const redirect = 'http://127.0.0.1:5000/callback'
  await server.restart(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'other' ? { ...one, redirect_uris: [redirect] } : one)),
  }))
  assert.equal((await open('other', { redirect_uri: redirect })).status, 303)
  await assertPage('other', { redirect_uri: 'http://127.0.0.1:5001/callback' }, 'another port')
})
