import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { startCanary } from '../../http/outbound/canary.testing.ts'
import { startServer } from '../../testing/server.ts'
import { type FakeProvider, openIdEntry, startFakeProvider, userinfoEntry } from './provider.testing.ts'

const fake = await startFakeProvider()
const inside = await startCanary((_request, response) => response.end('{}'))
const server = await startServer(() => ({
  outbound: { allowHosts: [fake.host] },
  upstream: [
    openIdEntry(fake, { createAccounts: true, trustEmail: true, emailDomains: ['fake.example'] }),
    userinfoEntry(fake, { createAccounts: true }),
    openIdEntry(fake, { name: 'down', label: 'Downtown', issuer: 'http://127.0.0.1:1' }),
    openIdEntry(fake, { name: 'inside', label: 'Inside', issuer: `http://127.0.0.1:${inside.port}` }),
  ],
}))
const { issuer } = server

/** Goes to the provider and back. */
async function logIn(provider = 'fake', change: Readonly<Record<string, string | undefined>> = {}) {
  const browser = server.browser()
  const start = await browser.open(`${issuer}/login/with/${provider}`)
  if (start.location === undefined) return start
  return browser.follow(await browser.open(fake.allow(start.location, change)), issuer)
}

/** Makes the provider hostile for one login. */
async function hostile(change: Partial<Pick<FakeProvider, 'claims' | 'sign' | 'user'>>, provider = 'fake') {
  const before = { claims: fake.claims, sign: fake.sign, user: fake.user }
  Object.assign(fake, change)
  try {
    return await logIn(provider)
  } finally {
    Object.assign(fake, before)
  }
}

const now = () => Math.floor(Date.now() / 1000)
const stranger = await generateKeyPair('RS256')

const lies: Readonly<Record<string, (claims: JWTPayload) => JWTPayload>> = {
  'another issuer': (claims) => ({ ...claims, iss: 'https://accounts.example.com' }),
  'another audience': (claims) => ({ ...claims, aud: 'somebody else' }),
  'another nonce': (claims) => ({ ...claims, nonce: 'made up' }),
  'no nonce': ({ nonce, ...claims }) => (nonce === undefined ? claims : claims),
  'an authorized party that is another client': (claims) => ({
    ...claims,
    aud: ['valetkey at the fake', 'other'],
    azp: 'other',
  }),
  'no subject': ({ sub, ...claims }) => (sub === undefined ? claims : claims),
  'an empty subject': (claims) => ({ ...claims, sub: '' }),
}

for (const [lie, claims] of Object.entries(lies)) {
  test(`refuses an ID token with ${lie} (OIDC Core §3.1.3.7)`, async () => {
    const page = await hostile({ claims })
    assert.equal(page.status, 400, page.html)
    assert.match(page.html, /Fakebook sent a response that this server does not trust/)
    assert.match(page.html, /href="\/login"/)
  })
}

test('refuses an ID token that is not signed, signed with a symmetric key or with an unpublished one', async () => {
  const key = new TextEncoder().encode('a secret of the fake provider')
  for (const sign of [
    async (claims: JWTPayload) => new UnsecuredJWT(claims).encode(),
    (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key),
    (claims: JWTPayload) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(stranger.privateKey),
  ]) {
    const page = await hostile({ sign })
    assert.equal(page.status, 400)
    assert.match(page.html, /does not trust/)
  }
})

test('an expired ID token shows that the clocks differ', async () => {
  const page = await hostile({ claims: (claims) => ({ ...claims, iat: now() - 900, exp: now() - 600 }) })
  assert.equal(page.status, 503)
  assert.match(page.html, /clock/)
})

test('refuses a response of another issuer, or without one that the provider announces (RFC 9207 §2.4)', async () => {
  for (const iss of ['https://accounts.example.com', undefined])
    assert.equal((await logIn('fake', { iss })).status, 400)
})

test('a login that the user cancelled there says so, and shows nothing of what the provider wrote', async () => {
  const page = await logIn('fake', { code: undefined, error: 'access_denied', error_description: 'You won a prize' })
  assert.equal(page.status, 400)
  assert.match(page.html, /It was cancelled at Fakebook/)
  assert.doesNotMatch(page.html, /prize/)
  assert.match(page.html, /Try Fakebook again/)
})

test('a provider that is down, or on a network that is not allowed, is named on the page', async () => {
  const down = await logIn('down')
  assert.equal(down.status, 503)
  assert.match(down.html, /Downtown does not respond at the moment/)
  const private_ = await logIn('inside')
  assert.equal(private_.status, 503)
  assert.equal(inside.connections(), 0)
})

test('endless, redirected, failing and malformed responses end in a page within seconds', async () => {
  const bad: Readonly<Record<string, Parameters<FakeProvider['instead']['set']>[1]>> = {
    'a huge body': (_request, response) => {
      response.setHeader('content-type', 'application/json')
      const pour = () => {
        while (response.writable && response.write('a'.repeat(65_536)));
      }
      response.on('drain', pour).on('error', () => {})
      pour()
    },
    'a redirect to a private host': (_request, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${inside.port}/` }).end(),
    'a server error': (_request, response) => response.writeHead(500).end('oops'),
    'no JSON': (_request, response) => response.setHeader('content-type', 'application/json').end('<html>'),
    'an array': (_request, response) => response.setHeader('content-type', 'application/json').end('[]'),
    'a wrong type': (_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"access_token":{},"token_type":"bearer"}'),
  }
  for (const at of ['/token', '/oauth/token', '/user']) {
    for (const [name, respond] of Object.entries(bad)) {
      fake.instead.set(at, respond)
      const started = performance.now()
      const page = await logIn(at === '/token' ? 'fake' : 'hub')
      fake.instead.delete(at)
      assert.ok([400, 503].includes(page.status), `${at}: ${name}: ${page.status}`)
      assert.match(page.html, /The login with \w+ failed/)
      assert.ok(performance.now() - started < 20_000)
    }
  }
  assert.equal(inside.connections(), 0)
})

test('a wrong secret is shown to the operator alone', async () => {
  fake.instead.set('/token', (_request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: 'invalid_client', error_description: 'wrong secret' }))
  })
  const page = await logIn()
  fake.instead.delete('/token')
  assert.equal(page.status, 503)
  assert.match(page.html, /tell the people who run this server/)
  assert.doesNotMatch(page.html, /wrong secret|invalid_client/)
})

test('claims that are no texts, or too long, are left out', async () => {
  const name = 'x'.repeat(3_000)
  const page = await hostile({
    user: { sub: 'odd', name, email: 'no address', picture: { url: 1 }, nickname: 'Od\u0000d' },
  })
  assert.equal(page.status, 200)
  assert.doesNotMatch(page.html, /claim_/)
})

test('an e-mail address of a configured domain leads to its provider, whether or not an account has it', async () => {
  const browser = server.browser()
  for (const username of ['alice@fake.example', 'Nobody@FAKE.example', 'x@fake.example ']) {
    const login = await browser.open(`${issuer}/login?to=/keys`)
    assert.doesNotMatch(/<input[^>]*name="password"[^>]*>/.exec(login.html)?.[0] ?? '', /required/)
    const sent = await browser.submit(login, 'username', { username, password: '' })
    assert.match(sent.location ?? '', /\/login\/with\/fake\?to=%2Fkeys&login_hint=/)
    const there = await browser.open(sent.location ?? '')
    assert.equal(new URL(there.location ?? '').searchParams.get('login_hint'), username.trim())
  }
  const login = await browser.open(`${issuer}/login`)
  const other = await browser.submit(login, 'username', { username: 'alice@fake.example.com', password: 'x' })
  assert.equal(other.status, 400)
})

test('no parameter of the pages leads to another site', async () => {
  const browser = server.browser()
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', '/account/../..//evil.example']) {
    const start = await browser.open(`${issuer}/login/with/fake?to=${encodeURIComponent(to)}`)
    fake.user = { sub: `open-${to}`, name: 'O' }
    const page = await browser.follow(await browser.open(fake.allow(start.location ?? '')), issuer)
    const done = await browser.submit(page, 'username', { username: `o${Math.random()}` })
    assert.equal(new URL(done.location ?? '').origin, issuer)
    await browser.submit(await browser.open(`${issuer}/logout`), 'decision', { decision: 'allow' })
  }
})
