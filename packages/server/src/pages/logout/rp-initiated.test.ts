import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { findForm } from '../../../../../conformance/browser/forms.ts'
import { encode, type Fields } from '../../../../../conformance/target/target.ts'
import type { TokenProduct } from '../../oauth/tokens/product.ts'
import { people, startServer, testClients } from '../../testing/server.ts'

/** Signs JWTs that look like ID tokens. */
let forged: { readonly type: string; readonly claims: Readonly<Record<string, unknown>> } = { type: 'JWT', claims: {} }
const jwt: TokenProduct<undefined> = {
  name: 'jwt',
  members: ['jwt'],
  isWanted: () => true,
  write: () => undefined,
  respond: (_, { keys }) => ({ jwt: keys.sign('RS256', forged.type, forged.claims) }),
}

const after = 'https://rp.example.com/logged-out'
const withQuery = 'https://rp.example.com/out?kept=1'
const native = 'com.example.app:/out'
const server = await startServer(
  ({ clients }) => ({
    clients: clients.map((client) =>
      client.client_id === 'openid'
        ? { ...client, post_logout_redirect_uris: [after, withQuery, native] }
        : client.client_id === 'hybrid'
          ? { ...client, subject_type: 'pairwise', post_logout_redirect_uris: ['https://hybrid.example.com/out'] }
          : client,
    ),
  }),
  { products: [jwt] },
)

async function sign(claims: Readonly<Record<string, unknown>>, type = 'JWT'): Promise<string> {
  forged = { type, claims: { iss: server.issuer, aud: 'openid', exp: 1, ...claims } }
  return String((await server.post('/token', 'machine', { grant_type: 'client_credentials' })).json.jwt)
}

async function signIn(browser: Browser, person: keyof typeof people = 'alice', name: 'openid' | 'hybrid' = 'openid') {
  const { json } = await server.grant(name, { scope: 'openid', nonce: 'n' }, { browser, person })
  return String(json.id_token)
}

const logout = (browser: Browser, fields: Fields = {}) => browser.open(`${server.issuer}/logout?${encode(fields)}`)
const isLoggedIn = async (browser: Browser) => (await browser.open(`${server.issuer}/keys`)).status === 200
const isQuestion = (page: Page) => page.status === 200 && findForm(page.html, 'decision') !== undefined
const isError = (page: Page) => page.status === 400 && page.html.includes('id="result"') && page.location === undefined
const decide = (browser: Browser, page: Page, decision = 'allow', more = {}) =>
  browser.submit(page, 'decision', { decision, ...more })

const long = `${'aZ09-._~'.repeat(16)}`

test('a logout with an ID token of the user ends the session and returns to the client (OIDC RP-Initiated Logout §2, §3)', async () => {
  for (const [fields, expected] of [
    [{ post_logout_redirect_uri: after, state: long }, { state: long }],
    [{ post_logout_redirect_uri: after }, {}],
    [{ post_logout_redirect_uri: after, client_id: 'openid', logout_hint: 'x', ui_locales: 'de' }, {}],
    [
      { post_logout_redirect_uri: withQuery, state: 'a b&c' },
      { kept: '1', state: 'a b&c' },
    ],
  ] as const) {
    const browser = server.browser()
    const hint = await signIn(browser)
    const page = await logout(browser, { id_token_hint: hint, ...fields })
    assert.equal(page.status, 303)
    const url = new URL(String(page.location))
    assert.equal(url.origin + url.pathname, fields.post_logout_redirect_uri.split('?')[0])
    assert.deepEqual(Object.fromEntries(url.searchParams), expected)
    assert.equal(await isLoggedIn(browser), false)
    const silent = await server.authorize('openid', { scope: 'openid', prompt: 'none' }, { browser })
    assert.equal(silent.fields.get('error'), 'login_required')
  }
})

test('the old session cookie is of no use after a logout', async () => {
  const browser = server.browser()
  const hint = await signIn(browser)
  const cookie = browser.cookies.header('/')
  await logout(browser, { id_token_hint: hint })
  const request = new Request(`${server.issuer}/keys`, { headers: { cookie } })
  assert.equal((await server.fetch(request)).status, 303)
})

test('an expired ID token of the user is a valid hint (OIDC RP-Initiated Logout §4)', async () => {
  const browser = server.browser()
  const hint = await signIn(browser)
  server.pass(7200)
  assert.equal((await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: after })).location, after)
})

test('an app returns to its own scheme after a logout', async () => {
  const browser = server.browser()
  const page = await logout(browser, { id_token_hint: await signIn(browser), post_logout_redirect_uri: native })
  assert.ok(page.location === native || page.html.includes(native) || page.location?.includes('/to-app'), page.html)
  assert.equal(await isLoggedIn(browser), false)
})

test('a pairwise subject in the hint names the user (OIDC Core §8)', async () => {
  const browser = server.browser()
  const hint = await signIn(browser, 'alice', 'hybrid')
  const page = await logout(browser, {
    id_token_hint: hint,
    post_logout_redirect_uri: 'https://hybrid.example.com/out',
  })
  assert.equal(page.location, 'https://hybrid.example.com/out')
  const sub = await sign({ sub: 'somebody else', sid: 'another' })
  await signIn(browser)
  assert.ok(isQuestion(await logout(browser, { id_token_hint: sub })))
})

test('without a redirect URI the page says that the user is logged out', async () => {
  for (const fields of [{}, { state: 'only' }]) {
    const browser = server.browser()
    const page = await logout(browser, { id_token_hint: await signIn(browser), ...fields })
    assert.equal(page.status, 200)
    assert.match(page.html, /id="result"/)
    assert.equal(await isLoggedIn(browser), false)
  }
})

test('an unregistered redirect URI, or one that nearly matches, is an error and logs nobody out (OIDC RP-Initiated Logout §3)', async () => {
  const browser = server.browser()
  const hint = await signIn(browser)
  for (const uri of [
    'https://evil.example.com/',
    `${after}?foo=bar`,
    `${after}/`,
    `${after}#x`,
    after.toUpperCase(),
    after.replace('https', 'http'),
    'https://rp.example.com/callback',
    '',
    'javascript:alert(1)',
  ]) {
    if (uri === '') continue
    const page = await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: uri, state: 's' })
    assert.ok(isError(page), uri)
    assert.ok(isError(await logout(browser, { client_id: 'openid', post_logout_redirect_uri: uri })), uri)
  }
  assert.ok(await isLoggedIn(browser))
})

test('a hint that this server did not sign as an ID token is an error and logs nobody out', async () => {
  const browser = server.browser()
  const hint = await signIn(browser)
  const [, payload = '', signature] = hint.split('.')
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  for (const [what, value] of Object.entries({
    'alg none': `${none}.${payload}.`,
    'alg none with the signature': `${none}.${payload}.${signature}`,
    'a changed payload': hint.replace(payload, Buffer.from(JSON.stringify({ sub })).toString('base64url')),
    'no JWT': 'x',
    'another issuer': await sign({ iss: 'https://evil.example.com', sub }),
    'no subject': await sign({}),
    'no client': await sign({ sub, aud: undefined }),
    'several clients': await sign({ sub, aud: ['openid', 'web'] }),
    'an unknown client': await sign({ sub, aud: 'nobody' }),
    'an access token': await sign({ sub }, 'at+jwt'),
    'a logout token': await sign({ sub }, 'logout+jwt'),
  })) {
    const page = await logout(browser, { id_token_hint: value, post_logout_redirect_uri: after })
    assert.ok(isError(page), what)
  }
  const mixed = await logout(browser, { id_token_hint: hint, client_id: 'web', post_logout_redirect_uri: after })
  assert.ok(isError(mixed), 'client_id of another client')
  assert.ok(isError(await browser.open(`${server.issuer}/logout?state=a&state=b`)), 'a repeated parameter')
  assert.ok(isError(await logout(browser, { client_id: 'nobody' })), 'an unknown client')
  assert.ok(await isLoggedIn(browser))
})

test('without a hint the user is asked, and never sent to the redirect URI, not even after confirming', async () => {
  for (const fields of [
    {},
    { post_logout_redirect_uri: after },
    { post_logout_redirect_uri: after, client_id: 'openid' },
    { client_id: 'openid' },
    { state: 'only' },
  ]) {
    const browser = server.browser()
    await signIn(browser)
    const page = await logout(browser, fields)
    assert.ok(isQuestion(page))
    assert.ok(await isLoggedIn(browser))
    const done = await decide(browser, page)
    assert.equal(done.location, `${server.issuer}/logout`)
    assert.match((await browser.follow(done)).html, /id="result"/)
    assert.equal(await isLoggedIn(browser), false)
  }
})

test('the hint of another user needs a confirmation, and then the browser returns to the client', async () => {
  const [browser, other] = [server.browser(), server.browser()]
  const hint = await signIn(other, 'bob')
  await signIn(browser)
  const page = await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: after, state: 's' })
  assert.ok(isQuestion(page))
  assert.match(page.html, /<bdi>Relying Party<\/bdi> asks/)
  assert.ok(await isLoggedIn(browser))
  const stayed = await decide(browser, page, 'deny')
  assert.match(stayed.html, /id="result"/)
  assert.ok(await isLoggedIn(browser))
  assert.equal((await decide(browser, page)).location, `${after}?state=s`)
  assert.equal(await isLoggedIn(browser), false)
  assert.ok(await isLoggedIn(other), 'the session of the hint is in another browser')
})

test('a user who is not logged in any more returns to the client', async () => {
  const [browser, other] = [server.browser(), server.browser()]
  const hint = await signIn(other)
  const page = await logout(browser, { id_token_hint: hint, post_logout_redirect_uri: after, state: 's' })
  assert.equal(page.location, `${after}?state=s`)
  assert.ok(await isLoggedIn(other))
})

test('a request by POST is the same as by GET, with the cookies of the browser (OIDC RP-Initiated Logout §2)', async () => {
  const browser = server.browser()
  const hint = await signIn(browser)
  const fields = { id_token_hint: hint, post_logout_redirect_uri: after, state: long, unknown: 'x' }
  const page = await browser.post(`${server.issuer}/logout`, encode(fields), undefined, {
    origin: 'https://rp.example.com',
    'sec-fetch-site': 'cross-site',
  })
  assert.equal(page.status, 303)
  assert.equal((await browser.open(String(page.location))).location, `${after}?${new URLSearchParams({ state: long })}`)
  const empty = await browser.post(`${server.issuer}/logout`, '')
  assert.equal(empty.location, `${server.issuer}/logout`)
})

test('a HEAD request logs nobody out', async () => {
  const browser = server.browser()
  const hint = await signIn(browser)
  const url = `${server.issuer}/logout?${encode({ id_token_hint: hint })}`
  await server.fetch(new Request(url, { method: 'HEAD', headers: { cookie: browser.cookies.header('/') } }))
  assert.ok(await isLoggedIn(browser))
})

const logInOther = async (browser: Browser, person: keyof typeof people) =>
  browser.follow(
    await browser.submit(await browser.open(`${server.issuer}/login?other=yes`), 'username', people[person]),
  )

test('of several accounts in a browser the one of the hint is logged out', async () => {
  const browser = server.browser()
  const hint = await signIn(browser)
  await logInOther(browser, 'bob')
  const page = await logout(browser, { id_token_hint: hint })
  assert.match(page.html, /id="result"/)
  assert.match(page.html, /Still logged in in this browser: <strong><bdi>bob/)
  assert.match((await browser.open(`${server.issuer}/keys`)).html, />bob</)
  const chooser = await browser.open(`${server.issuer}/login/switch`)
  assert.equal(chooser.html.match(/name="account"/g)?.length, 1)
})

test('of several accounts in a browser the user logs out one or all', async () => {
  for (const [decision, left] of [
    ['allow', 1],
    ['all', 0],
  ] as const) {
    const browser = server.browser()
    await signIn(browser)
    await logInOther(browser, 'bob')
    await decide(browser, await logout(browser), decision)
    const chooser = await browser.open(`${server.issuer}/login/switch`)
    assert.equal(chooser.html.match(/name="account"/g)?.length ?? 0, left)
  }
})

test('a logout keeps the authorizations of apps, or revokes them if the user chose that', async () => {
  for (const revoke of [undefined, 'yes']) {
    const browser = server.browser()
    const { json } = await server.grant('web', { scope: 'read', prompt: 'consent' }, { browser })
    const page = await logout(browser)
    await decide(browser, page, 'allow', revoke === undefined ? {} : { revoke })
    assert.equal((await server.refresh('web', json.refresh_token)).status, revoke === undefined ? 200 : 400)
  }
})

test('the metadata names the end session endpoint (OIDC RP-Initiated Logout §2.1)', async () => {
  const url = `${server.issuer}/.well-known/openid-configuration`
  const metadata = await (await server.fetch(new Request(url))).json()
  assert.equal((metadata as Record<string, unknown>).end_session_endpoint, `${server.issuer}/logout`)
  assert.ok(testClients.openid)
})
