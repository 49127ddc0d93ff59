import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { afterEach, beforeEach, test } from 'node:test'
import { findFreePorts } from '../../e2e/free-ports.ts'
import { metadataOf, startTestServer, tokenAnswer } from '../../packages/client/test-server.ts'
import { createTestKey, signToken } from '../../packages/client/test-signer.ts'
import { createContactsWeb } from '../contacts-web/contacts-web.ts'
import { createNotesWeb } from '../notes-web/notes-web.ts'

const key = createTestKey('k1')
let servers: Awaited<ReturnType<typeof startTestServer>>
let apps: readonly Server[] = []
let [web, notes] = ['', '']
let sid = 's1'
let nonce = ''
let sub = 'u1'

beforeEach(async () => {
  sid = 's1'
  sub = 'u1'
  servers = await startTestServer({
    jwks: () => ({ body: { keys: [key.jwk] } }),
    token: (_, count) => tokenAnswer(`a${count}`, { scope: 'openid profile email read', id_token: idToken() }),
    userinfo: () => ({ body: { sub, name: 'Alice <Liddell>', email: 'alice@example.com' } }),
    api: () => ({ body: { contacts: [] } }),
  })
  const [webPort = 0, notesPort = 0] = await findFreePorts(2)
  web = `http://127.0.0.1:${webPort}`
  notes = `http://127.0.0.1:${notesPort}`
  const { issuer } = servers
  const client = { issuer, clientId: 'app', clientSecret: 'hush' }
  const api = { apiUrl: issuer, resource: 'https://contacts.example.com' }
  apps = [
    createContactsWeb({ ...client, ...api, redirectUri: `${web}/callback`, port: webPort }),
    createNotesWeb({ ...client, redirectUri: `${notes}/callback`, port: notesPort }),
  ]
  await Promise.all(apps.map((app) => app.listening || once(app, 'listening')))
})
afterEach(async () => {
  for (const app of apps) {
    app.closeAllConnections()
    app.close()
  }
  await servers.close()
})

const seconds = () => Math.floor(Date.now() / 1000)
const about = () => ({ iss: servers.issuer, aud: 'app', iat: seconds(), exp: seconds() + 120, sub, sid })
const idToken = () => signToken({ ...about(), nonce }, key)
const event = { 'http://schemas.openid.net/event/backchannel-logout': {} }

/** A browser at one app: it keeps the cookie and follows redirects within the app; the server is played by `respond`. */
function createBrowser(origin: string) {
  let [cookie, page] = ['', '']
  let away: URL | undefined
  const go = async (path: string, form?: Record<string, string>): Promise<void> => {
    const sent = form && new URLSearchParams({ csrf: /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '', ...form })
    const init = { headers: { cookie }, redirect: 'manual', ...(sent && { method: 'POST', body: sent }) } as const
    const response = await fetch(new URL(path, origin), init)
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const location = response.headers.get('location')
    away = location?.startsWith(servers.issuer) ? new URL(location) : undefined
    page = await response.text()
    if (location !== null && away === undefined) await go(location)
  }
  const respond = async (answer: Record<string, string> = { code: 'c' }) => {
    const asked = away?.searchParams
    nonce = asked?.get('nonce') ?? ''
    await go(`/callback?${new URLSearchParams({ state: asked?.get('state') ?? '', iss: servers.issuer, ...answer })}`)
  }
  return { go, respond, page: () => page, away: () => away }
}

async function openContacts() {
  const browser = createBrowser(web)
  await browser.go('/')
  await browser.go('/connect', {})
  await browser.respond()
  return browser
}

async function openNotes() {
  const browser = createBrowser(notes)
  await browser.go('/')
  await browser.respond()
  return browser
}

async function sendLogout(to: string, more: object = {}, signer = key): Promise<Response> {
  const token = signToken({ ...about(), jti: crypto.randomUUID(), events: event, ...more }, signer, {
    typ: 'logout+jwt',
  })
  return fetch(`${to}/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) })
}

test('an app shows who is signed in, and no token', async () => {
  for (const browser of [await openContacts(), await openNotes()]) {
    assert.match(browser.page(), /Signed in as <b id="user">Alice &lt;Liddell&gt;<\/b>/)
    assert.match(browser.page(), /alice@example\.com/)
    assert.doesNotMatch(browser.page(), /eyJ/)
  }
})

test('the notes app asks the server once, without bothering the user, and then offers a button', async () => {
  const browser = createBrowser(notes)
  await browser.go('/')
  assert.equal(browser.away()?.searchParams.get('prompt'), 'none')
  await browser.respond({ error: 'login_required' })
  assert.match(browser.page(), /id="sign-in"/)
  assert.doesNotMatch(browser.page(), /id="notice"/)
  await browser.go('/')
  assert.equal(browser.away(), undefined)
  await browser.go('/sign-in', {})
  assert.equal(browser.away()?.searchParams.has('prompt'), false)
  await browser.respond({ error: 'access_denied' })
  assert.match(browser.page(), /You did not sign in/)
})

test('each user has notes of their own', async () => {
  const alice = await openNotes()
  await alice.go('/notes', { note: 'Buy <tarts>' })
  assert.match(alice.page(), /Buy &lt;tarts&gt;/)
  const elsewhere = await openNotes()
  assert.match(elsewhere.page(), /Buy &lt;tarts&gt;/)
})

test('what one user typed is not shown to another who signs in with the same browser', async () => {
  const lacking = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="create"' }
  servers.behaviour.api = ({ method }) =>
    method === 'POST' ? { status: 403, body: '', headers: lacking } : { body: { contacts: [] } }
  const browser = await openContacts()
  await browser.go('/contacts', { name: 'Secret friend', email: 'friend@example.com' })
  assert.match(browser.page(), /Secret friend/)
  await browser.go('/step-up', {})
  sub = 'u2'
  await browser.respond()
  assert.match(browser.page(), /Signed in as/)
  assert.doesNotMatch(browser.page(), /Secret friend/)
})

test('a userinfo response about another user signs nobody in', async () => {
  servers.behaviour.userinfo = () => ({ body: { sub: 'u2', name: 'Mallory' } })
  for (const browser of [await openContacts(), await openNotes()]) {
    assert.doesNotMatch(browser.page(), /Signed in as|Mallory/)
  }
})

test('without userinfo the user is signed in under the identifier', async () => {
  servers.behaviour.userinfo = () => ({ status: 503, body: '' })
  assert.match((await openNotes()).page(), /Signed in as <b id="user">u1<\/b>/)
})

test('Sign out ends the session here and leads to the server with hint and return address', async () => {
  for (const [browser, origin] of [
    [await openContacts(), web],
    [await openNotes(), notes],
  ] as const) {
    await browser.go('/sign-out', {})
    const to = browser.away()
    assert.equal(to?.pathname, '/logout')
    assert.match(to?.searchParams.get('id_token_hint') ?? '', /^eyJ/)
    assert.equal(to?.searchParams.get('post_logout_redirect_uri'), `${origin}/`)
    await browser.go('/')
    assert.match(browser.page(), /You are signed out/)
    assert.doesNotMatch(browser.page(), /Signed in as/)
  }
})

test('Sign out ends the session here even if the server has no logout', async () => {
  servers.behaviour.metadata = (issuer) => ({ body: { ...metadataOf(issuer), end_session_endpoint: undefined } })
  const browser = await openContacts()
  await browser.go('/sign-out', {})
  assert.match(browser.page(), /You signed out of this app\./)
  assert.match(browser.page(), /id="connect"/)
})

test('a back-channel logout ends the sessions of its sid in all browsers, and no other (OIDC Back-Channel Logout §2.7)', async () => {
  for (const [open, origin] of [
    [openContacts, web],
    [openNotes, notes],
  ] as const) {
    sid = 's1'
    const [first, second] = [await open(), await open()]
    sid = 's2'
    const other = await open()
    const response = await sendLogout(origin, { sid: 's1' })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    for (const browser of [first, second, other]) await browser.go('/')
    const signedIn = [first, second, other].map((browser) => browser.page().includes('Signed in as'))
    assert.deepEqual(signedIn, [false, false, true])
    assert.equal((await sendLogout(origin, { sid: undefined })).status, 200)
    await other.go('/')
    assert.doesNotMatch(other.page(), /Signed in as/)
  }
})

test('a forged or malformed logout token ends nothing and gets 400 (OIDC Back-Channel Logout §2.8)', async () => {
  const browser = await openContacts()
  const forged = await sendLogout(web, {}, createTestKey('k1'))
  assert.equal(forged.status, 400)
  assert.equal((await forged.json()).error, 'invalid_request')
  for (const body of ['', 'logout_token=', 'logout_token=a.b.c', 'x=1']) {
    const response = await fetch(`${web}/backchannel-logout`, { method: 'POST', body })
    assert.equal(response.status, 400)
  }
  assert.equal((await fetch(`${web}/backchannel-logout`)).status, 404)
  await browser.go('/')
  assert.match(browser.page(), /Signed in as/)
})

test('a logout that cannot be checked now gets 503, so that the server tries again', async () => {
  servers.behaviour.jwks = () => 'drop'
  assert.equal((await sendLogout(web)).status, 503)
  servers.behaviour.jwks = () => ({ body: { keys: [key.jwk] } })
  assert.equal((await sendLogout(web)).status, 200)
})
