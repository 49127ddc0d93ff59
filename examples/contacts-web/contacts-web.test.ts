import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, test } from 'node:test'
import { type Answer, type Seen, startTestServer, tokenAnswer } from '../../packages/client/test-server.ts'
import { createContactsWeb } from './main.ts'

let servers: Awaited<ReturnType<typeof startTestServer>>
let app: ReturnType<typeof createContactsWeb>
let origin: string
let contacts: { id: string; name: string; email: string }[]
let granted: string

beforeEach(async () => {
  contacts = [{ id: '1', name: 'Grace <Hopper>', email: 'grace@example.com' }]
  granted = 'read create'
  servers = await startTestServer({
    token: (_, count) => tokenAnswer(`a${count}`, { refresh_token: `r${count}`, scope: granted }),
    api,
  })
  const free = await startTestServer()
  const port = Number(new URL(free.issuer).port)
  await free.close()
  origin = `http://127.0.0.1:${port}`
  app = createContactsWeb({
    issuer: servers.issuer,
    apiUrl: servers.issuer,
    resource: 'https://contacts.example.com',
    clientId: 'contacts-web',
    clientSecret: 'hush',
    redirectUri: `${origin}/callback`,
    port,
  })
  await once(app, 'listening')
  assert.equal((app.address() as AddressInfo).port, port)
})
afterEach(async () => {
  app.closeAllConnections()
  app.close()
  await servers.close()
})

/** A Contacts API that knows three rights. */
function api({ method, path, body }: Seen): Answer {
  const right = { GET: 'read', POST: 'create', DELETE: 'delete' }[method] ?? ''
  if (!granted.split(' ').includes(right)) {
    const challenge = `Bearer error="insufficient_scope", scope="${right}"`
    return { status: 403, body: '', headers: { 'www-authenticate': challenge } }
  }
  if (method === 'POST') contacts.push({ id: String(contacts.length + 1), ...JSON.parse(body) })
  if (method === 'DELETE') contacts = contacts.filter(({ id }) => path !== `/contacts/${id}`)
  return { body: { contacts } }
}

/** A browser without JavaScript: keeps its cookie, follows redirects within the app, presses buttons. */
function createBrowser() {
  let cookie = ''
  let page = ''
  const go = async (path: string, form?: Record<string, string>): Promise<URL> => {
    const sent = form && new URLSearchParams({ csrf: /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '', ...form })
    const response = await fetch(new URL(path, origin), {
      headers: { cookie },
      redirect: 'manual',
      ...(sent && { method: 'POST', body: sent }),
    })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    const location = response.headers.get('location')
    if (location === null) page = await response.text()
    const to = new URL(location ?? path, origin)
    return location !== null && to.origin === origin ? go(to.href) : to
  }
  return {
    go,
    page: () => page,
    cookie: () => cookie,
    notice: () => /id="notice"[^>]*data-kind="(\w+)"/.exec(page)?.[1],
    connect: async (answer: Record<string, string> = { code: 'c' }, by = '/connect') => {
      if (page === '') await go('/')
      const asked = await go(by, {})
      const state = asked.searchParams.get('state') ?? ''
      await go(`/callback?${new URLSearchParams({ state, iss: servers.issuer, ...answer })}`)
      return asked
    },
  }
}

test('a user connects, sees contacts and adds one, and no token reaches the browser', async () => {
  const browser = createBrowser()
  const asked = await browser.connect()
  assert.equal(asked.searchParams.get('scope'), 'openid profile email read create delete')
  assert.equal(asked.searchParams.get('resource'), 'https://contacts.example.com')
  assert.match(browser.page(), /<li class="contact">/)
  assert.match(browser.page(), /Grace &lt;Hopper&gt;/)
  await browser.go('/contacts', { name: 'Ada', email: 'ada@example.com' })
  assert.equal(contacts[1]?.name, 'Ada')
  assert.match(browser.page(), /Ada/)
  assert.doesNotMatch(browser.page() + browser.cookie(), /\b[ar]1\b/)
})

test('a missing scope is named, and requested together with the current ones', async () => {
  const browser = createBrowser()
  await browser.connect()
  await browser.go('/contacts/delete', { delete: '1' })
  assert.equal(browser.notice(), 'insufficient_scope')
  assert.match(browser.page(), /Your key does not allow this app to delete contacts/)
  granted = 'read create delete'
  const asked = await browser.connect({ code: 'c' }, '/step-up')
  assert.equal(asked.searchParams.get('scope'), 'read create delete')
  assert.equal(browser.notice(), 'done')
  await browser.go('/contacts/delete', { delete: '1' })
  assert.deepEqual(contacts, [])
})

test('the previous tokens are revoked after new ones arrived, so that the user sees one key', async () => {
  const browser = createBrowser()
  await browser.connect()
  const revoked = () => servers.at('/revoke').map(({ body }) => new URLSearchParams(body).get('token'))
  assert.deepEqual(revoked(), [])
  await browser.connect({ code: 'c' }, '/connect')
  assert.deepEqual(revoked(), ['r1', 'a1'])
  await browser.go('/disconnect', {})
  assert.deepEqual(revoked(), ['r1', 'a1', 'r2', 'a2'])
})

test('invalid input is explained and shown once more, then discarded', async () => {
  const browser = createBrowser()
  await browser.connect()
  for (const [name, email, said] of [
    ['Ada', 'not-an-email', '“not-an-email” is not an email address'],
    ['Ada', '', 'A card needs an email address'],
    ['', 'ada@example.com', 'A card needs a name'],
  ] as const) {
    await browser.go('/contacts', { name, email })
    assert.ok(browser.page().includes(said), said)
    assert.match(browser.page(), new RegExp(`value="${name || email}"`))
    assert.match(browser.page(), /aria-invalid="true"/)
    await browser.go('/')
    assert.doesNotMatch(browser.page(), /value="(Ada|ada@example.com|not-an-email)"|aria-invalid/)
  }
})

test('a browser that uses another name of this computer is redirected to the name of the redirect URI', async () => {
  const { port } = new URL(origin)
  const response = await fetch(`http://localhost:${port}/?a=b`, { redirect: 'manual' })
  assert.equal(response.status, 303)
  assert.equal(response.headers.get('location'), `${origin}/?a=b`)
})

test('a scope that was removed since is named, and can be requested again', async () => {
  const browser = createBrowser()
  await browser.connect()
  granted = 'read'
  await browser.go('/contacts', { name: 'Ada', email: 'ada@example.com' })
  assert.match(browser.page(), /Your key does not allow this app to add contacts/)
  assert.match(browser.page(), /May not add contacts/)
  await browser.connect({ error: 'access_denied' }, '/step-up')
  assert.match(browser.page(), /May not add contacts/, 'a no does not bring it back')
  await browser.go('/contacts', { name: 'Ada', email: 'ada@example.com' })
  granted = 'read create'
  const asked = await browser.connect({ code: 'c' }, '/step-up')
  assert.equal(asked.searchParams.get('scope'), 'read create')
  assert.match(browser.page(), /Your key now lets this app add contacts/)
  assert.doesNotMatch(browser.page(), /May not add contacts/)
})

test('denying further scopes leaves the current ones unchanged', async () => {
  const browser = createBrowser()
  await browser.connect()
  await browser.go('/contacts/delete', { delete: '1' })
  await browser.connect({ error: 'access_denied' }, '/step-up')
  assert.equal(browser.notice(), 'access_denied')
  assert.match(browser.page(), /this app keeps the key it has/)
  assert.match(browser.page(), /<li class="contact">/)
})

test('a revocation is shown, also after a reload, and access can be requested again', async () => {
  const browser = createBrowser()
  await browser.connect()
  servers.behaviour.api = () => ({
    status: 401,
    body: '',
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
  })
  servers.behaviour.token = () => ({ status: 400, body: { error: 'invalid_grant' } })
  for (const _ of ['first', 'reload']) {
    await browser.go('/')
    assert.equal(browser.notice(), 'key_revoked')
    assert.match(browser.page(), /id="reconnect"/)
  }
  servers.behaviour.api = api
  servers.behaviour.token = () => tokenAnswer('again')
  await browser.connect()
  assert.equal(browser.notice(), undefined)
  assert.match(browser.page(), /<li class="contact">/)
})

test('a denial gets a friendly page', async () => {
  const browser = createBrowser()
  await browser.connect({ error: 'access_denied' })
  assert.equal(browser.notice(), 'access_denied')
  assert.match(browser.page(), /id="reconnect"/)
})

test('an unavailable server loses neither tokens nor input', async () => {
  const browser = createBrowser()
  await browser.connect()
  servers.behaviour.api = () => 'drop'
  await browser.go('/contacts', { name: 'Ada', email: 'ada@example.com' })
  assert.equal(browser.notice(), 'error')
  servers.behaviour.api = api
  await browser.go('/')
  assert.equal(browser.notice(), undefined)
  assert.match(browser.page(), /value="ada@example.com"/)
  assert.match(browser.page(), /<li class="contact">/)
  servers.behaviour.revoke = () => 'drop'
  await browser.go('/disconnect', {})
  assert.equal(browser.notice(), 'error')
  servers.behaviour.revoke = () => ({ body: '' })
  await browser.go('/disconnect', {})
  assert.equal(servers.at('/revoke').at(-1)?.form.get('token'), 'a1')
  assert.match(browser.page(), /id="connect"/)
})

test('an error of the API is shown in its own words, and the input is kept', async () => {
  const browser = createBrowser()
  await browser.connect()
  const body = { error: 'invalid_request', error_description: 'email: needs an address' }
  servers.behaviour.api = (seen) => (seen.method === 'POST' ? { status: 400, body } : api(seen))
  await browser.go('/contacts', { name: 'Ada', email: 'ada@' })
  assert.equal(browser.notice(), 'error')
  assert.match(browser.page(), /email: needs an address/)
  assert.match(browser.page(), /value="ada@"/)
})

test('an unavailable authorization server gets a plain page with a link to retry', async () => {
  servers.behaviour.metadata = () => 'drop'
  const browser = createBrowser()
  await browser.go('/')
  await browser.go('/connect', {})
  assert.equal(browser.notice(), 'error')
  assert.match(browser.page(), /authorization server cannot be reached/)
  assert.match(browser.page(), /id="connect"/)
})

test('an authorization response without a request gets no tokens', async () => {
  const [alice, mallory] = [createBrowser(), createBrowser()]
  await alice.go('/')
  const asked = await alice.go('/connect', {})
  const state = asked.searchParams.get('state') ?? ''
  await mallory.go(`/callback?${new URLSearchParams({ code: 'c', state, iss: servers.issuer })}`)
  assert.match(mallory.page(), /not expected/)
  await alice.go(`/callback?${new URLSearchParams({ code: 'c', state, iss: 'https://evil.example' })}`)
  assert.equal(alice.notice(), 'error')
  assert.equal(servers.at('/token').length, 0)
})

test('the cookie is HttpOnly and Lax, and changes when tokens arrive', async () => {
  const response = await fetch(origin)
  assert.match(response.headers.get('set-cookie') ?? '', /; HttpOnly; SameSite=Lax/)
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  const browser = createBrowser()
  await browser.go('/')
  const before = browser.cookie()
  await browser.connect()
  assert.notEqual(browser.cookie(), before)
})

test('bad requests get a clear page', async () => {
  const statusOf = async (path: string, init?: RequestInit) => (await fetch(new URL(path, origin), init)).status
  assert.equal(await statusOf('/nowhere'), 404)
  assert.equal(await statusOf('/connect'), 405)
  assert.equal(await statusOf('/callback?code=c&state=s'), 400)
  assert.equal(await statusOf('/contacts', { method: 'POST', body: 'csrf=wrong' }), 403)
  assert.equal(await statusOf('/contacts', { method: 'POST', body: 'x'.repeat(20_001) }), 413)
  assert.equal(await statusOf('/style.css'), 200)
})
