import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { SignJWT } from 'jose'
import { findForm, readForms } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import {
  authorizationRequest,
  type ClientName,
  type Fields,
  people,
  redirectUri,
  startServer,
} from '../../testing/server.ts'
import { en } from '../../ui/words/en.ts'
import type { TokenProduct } from '../tokens/product.ts'

/** Issues JWTs of any type and claims, as other releases and products of this server do. */
let claims: Readonly<Record<string, unknown>> = {}
let type = 'JWT'
const jwt: TokenProduct<undefined> = {
  name: 'jwt',
  members: ['jwt'],
  isWanted: () => true,
  write: () => undefined,
  respond: (_, { keys }) => ({ jwt: keys.sign('RS256', type, claims) }),
}

const languages = { de: { ...en, login: { ...en.login, usernameOrEmail: 'Benutzername' } }, fr: en }
const server = await startServer(
  (config) => ({
    clients: config.clients.map((client) =>
      client.client_id === 'other'
        ? { ...client, default_max_age: 60, policy_uri: 'https://other.example.com/privacy' }
        : client,
    ),
  }),
  { products: [jwt], languages },
)
const database = new DatabaseSync(server.database)
const accountId = (username: string) =>
  String(database.prepare('select id from account where username = ?').get(username)?.id)

/** Gets a JWT signed by the server. */
async function sign(some: typeof claims, typ = 'JWT'): Promise<string> {
  claims = some
  type = typ
  const { json } = await server.post('/token', 'machine', { grant_type: 'client_credentials' })
  return String(json.jwt)
}

const idToken = (username: string, more: typeof claims = {}) =>
  sign({ iss: server.issuer, sub: accountId(username), aud: 'web', iat: 1, exp: 2, ...more })

type Browser = ReturnType<typeof server.browser>

const open = async (browser: Browser, fields: Fields = {}, name: ClientName = 'web') => {
  const { fields: all } = authorizationRequest(name, { scope: 'read', ...fields })
  return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(all)}`))
}

const loggedIn = async (person: keyof typeof people = 'alice', name: ClientName = 'web') => {
  const browser = server.browser()
  await server.authorize(name, { scope: 'read' }, { browser, person })
  server.pass(120)
  return browser
}

const username = (html: string) => findForm(html, 'password')?.fields.find(({ name }) => name === 'username')?.value
const errorOf = (location: string | undefined) => new URL(location ?? 'x:').searchParams.get('error')

test('unknown values of prompt are ignored, and none goes with no other value (OIDC Core §3.1.2.1)', async () => {
  const browser = await loggedIn()
  assert.match(String((await open(browser, { prompt: 'create unknown' })).location), /[?&]code=/)
  for (const prompt of ['none login', 'none none2', 'consent none']) {
    const refused = await open(browser, { prompt })
    assert.equal(errorOf(refused.location), 'invalid_request', prompt)
  }
})

test('prompt=login shows the login of the same user with the name filled in, and auth_time is later (OIDC Core §3.1.2.1)', async () => {
  const browser = await loggedIn()
  const login = await open(browser, { prompt: 'login' })
  assert.equal(username(login.html), 'alice')
  assert.match(login.html, /Log in again to continue to/)
  const done = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.match(String(done.location), /[?&]code=/)
  assert.match(String((await open(browser, { prompt: 'none', max_age: '60' })).location), /[?&]code=/)
})

test('a client without max_age gets its default_max_age (OIDC Registration §2)', async () => {
  const browser = await loggedIn('alice', 'other')
  assert.equal(errorOf((await open(browser, { prompt: 'none' }, 'other')).location), 'login_required')
  assert.match(String((await open(browser, { prompt: 'none', max_age: '900' }, 'other')).location), /[?&]code=/)
})

test('max_age that is no number of seconds is refused, and the error names it', async () => {
  for (const max_age of ['-1', '1.5', 'soon', '1e3', '99999999999']) {
    const { location } = await open(server.browser(), { max_age })
    assert.equal(errorOf(location), 'invalid_request')
    assert.match(String(new URL(location ?? '').searchParams.get('error_description')), new RegExp(max_age))
  }
})

test('max_age=0 asks for a login each time (OIDC Core §3.1.2.1)', async () => {
  const browser = await loggedIn()
  const login = await open(browser, { max_age: '0' })
  const done = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.match(String(done.location), /[?&]code=/)
  server.pass(2)
  assert.ok(findForm((await open(browser, { max_age: '0' })).html, 'password'))
})

test('login_hint fills in the username and is never an error (OIDC Core §3.1.2.1)', async () => {
  assert.equal(username((await open(server.browser(), { login_hint: 'buffy@example.com' })).html), 'buffy@example.com')
  for (const login_hint of ['"><script>', ' ', 'x'.repeat(2000), '\u202e\u0007', 'nobody']) {
    const login = await open(server.browser(), { login_hint })
    assert.equal(login.status, 200)
    assert.doesNotMatch(login.html, /<script>"/)
  }
  const browser = await loggedIn()
  assert.match(String((await open(browser, { login_hint: 'nobody', prompt: 'none' })).location), /[?&]code=/)
})

test('id_token_hint of the user who is logged in changes nothing, expired or not (OIDC Core §3.1.2.1)', async () => {
  const browser = await loggedIn()
  for (const hint of [await idToken('alice'), await idToken('alice', { aud: ['web', 'more'] })]) {
    const { location } = await open(browser, { prompt: 'none', id_token_hint: hint })
    assert.match(String(location), /[?&]code=/)
  }
})

test('id_token_hint of another user is login_required with prompt=none, and a login otherwise (OIDC Core §3.1.2.1)', async () => {
  const browser = await loggedIn()
  const hint = await idToken('bob')
  assert.equal(errorOf((await open(browser, { prompt: 'none', id_token_hint: hint })).location), 'login_required')
  const login = await open(browser, { id_token_hint: hint })
  assert.equal(username(login.html), '', 'the user who is logged in is not meant')
  const done = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.equal(errorOf(done.location), 'login_required', 'another user than the expected one logged in')
})

test('an id_token_hint that was not issued to this client is invalid_request (OIDC Core §3.1.2.1)', async () => {
  const own = await idToken('alice')
  const [header = '', payload = '', signature = ''] = own.split('.')
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  const foreign = await new SignJWT({ sub: accountId('alice') })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(server.issuer)
    .setAudience('web')
    .sign(new TextEncoder().encode('x'.repeat(32)))
  const hints = {
    'not a JWT': 'hint',
    unsigned: `${none}.${payload}.`,
    'signed by somebody else': foreign,
    changed: `${header}.${Buffer.from(JSON.stringify({ iss: server.issuer, aud: 'web', sub: 'x' })).toString('base64url')}.${signature}`,
    'of another client': await idToken('alice', { aud: 'other' }),
    'of another issuer': await idToken('alice', { iss: 'https://other.example.com' }),
    'without a subject': await sign({ iss: server.issuer, aud: 'web' }),
    'an access token': await sign({ iss: server.issuer, aud: 'web', sub: accountId('alice') }, 'at+jwt'),
    'a logout token': await sign({ iss: server.issuer, aud: 'web', sub: accountId('alice') }, 'logout+jwt'),
  }
  const browser = await loggedIn()
  for (const [what, id_token_hint] of Object.entries(hints)) {
    const { location } = await open(browser, { prompt: 'none', id_token_hint })
    assert.equal(errorOf(location), 'invalid_request', what)
    assert.match(String(new URL(location ?? '').searchParams.get('error_description')), /id_token_hint/)
  }
})

test('ui_locales chooses the language of login and consent over that of the browser, and is never an error', async () => {
  const browser = server.browser()
  const login = await open(browser, { ui_locales: 'se de-CH fr' })
  assert.equal(login.headers.get('content-language'), 'de')
  assert.match(login.html, /Benutzername/)
  const refused = await browser.submit(login, 'username', { username: 'bob', password: 'wrong' })
  assert.equal(refused.headers.get('content-language'), 'de')
  const consent = await browser.follow(await browser.submit(refused, 'username', people.bob))
  assert.match(consent.html, /<html lang="de">/)
  for (const ui_locales of ['se', '', '  ', ';;;', 'x'.repeat(900), '*', 'de;q=0']) {
    assert.equal((await open(server.browser(), { ui_locales })).headers.get('content-language'), 'en', ui_locales)
  }
})

test('claims_locales, display, acr_values and unknown parameters cause no error (OIDC Core §3.1.2.1)', async () => {
  const browser = await loggedIn()
  for (const more of [
    { claims_locales: 'se' },
    { display: 'page' },
    { display: 'popup' },
    { display: 'touch' },
    { display: 'wap' },
    { display: 'hologram' },
    { acr_values: '1 2' },
    { extra: 'foobar' },
  ]) {
    assert.match(String((await open(browser, { prompt: 'none', ...more })).location), /[?&]code=/)
  }
})

test('a request by POST from another site keeps every parameter (OIDC Core §3.1.2.1)', async () => {
  const browser = server.browser()
  const { fields } = authorizationRequest('web', { scope: 'read', login_hint: 'bob', ui_locales: 'de', max_age: '9' })
  const posted = await browser.post(`${server.issuer}/authorize`, encode(fields), undefined, {
    origin: 'https://app.example.com',
    'sec-fetch-site': 'cross-site',
  })
  assert.equal(posted.status, 303)
  const login = await browser.follow(posted)
  assert.equal(username(login.html), 'bob')
  assert.equal(login.headers.get('content-language'), 'de')
})

test('prompt=none never shows a page once the redirect URI is known, in the response mode of the request', async () => {
  const { fields } = authorizationRequest('web', { scope: 'read', prompt: 'none' })
  const browser = server.browser()
  for (const more of [
    {},
    { scope: 'unknown' },
    { max_age: 'x' },
    { id_token_hint: 'x' },
    { code_challenge: 'x' },
    { response_type: 'unknown' },
    { resource: 'https://nowhere.example.com' },
    { client_secret: 'x' },
    { state: 'x'.repeat(5000) },
    { request: 'x' },
  ]) {
    for (const response_mode of ['query', 'fragment', 'form_post']) {
      const reply = await browser.open(`${server.issuer}/authorize?${encode({ ...fields, ...more, response_mode })}`)
      const answered =
        response_mode === 'form_post' ? readForms(reply.html)[0]?.action : reply.location?.replace(/[?#].*/, '')
      assert.equal(answered, redirectUri('web'), JSON.stringify({ more, response_mode }))
    }
  }
})

test('a failure of the server reaches the client of a request with prompt=none, and shows a page otherwise', async () => {
  const browser = await loggedIn()
  database.exec('ALTER TABLE session RENAME TO session_away')
  try {
    assert.equal(errorOf((await open(browser, { prompt: 'none' })).location), 'server_error')
    const shown = await open(browser)
    assert.equal(shown.status, 500)
    assert.match(shown.html, /id="result"/)
  } finally {
    database.exec('ALTER TABLE session_away RENAME TO session')
  }
})

test('the login page links to the documents of the client', async () => {
  const { html } = await open(server.browser(), {}, 'other')
  assert.match(
    html,
    /<a href="https:\/\/other\.example\.com\/privacy" target="_blank" rel="noopener noreferrer">Privacy/,
  )
  assert.doesNotMatch(html, /Terms of service/)
})
