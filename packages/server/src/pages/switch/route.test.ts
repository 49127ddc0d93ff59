import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { findForm, readForms } from '../../../../../conformance/browser/forms.ts'
import { encode, type Fields } from '../../../../../conformance/target/target.ts'
import type { TokenProduct } from '../../oauth/tokens/product.ts'
import { authorizationRequest, people, startServer } from '../../testing/server.ts'

/** Signs ID tokens for hints. */
let claims: Readonly<Record<string, unknown>> = {}
const jwt: TokenProduct<undefined> = {
  name: 'jwt',
  members: ['jwt'],
  isWanted: () => true,
  write: () => undefined,
  respond: (_, { keys }) => ({ jwt: keys.sign('RS256', 'JWT', claims) }),
}

const many = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'].map((username) => ({
  username,
  password: `${username} has a long one`,
}))
const server = await startServer(
  (config) => ({
    accounts: [
      ...config.accounts.filter(({ username }) => username !== 'alice'),
      { ...people.alice, name: 'Alice Liddell' },
      ...many,
    ],
  }),
  { products: [jwt] },
)
const database = new DatabaseSync(server.database)
const accountId = (username: string) =>
  String(database.prepare('select id from account where username = ?').get(username)?.id)
const sessionsOf = (username: string) =>
  Number(database.prepare('select count(*) as n from session where account_id = ?').get(accountId(username))?.n)

const [current, others] = ['valetkey-session-4000', 'valetkey-other-sessions-4000']

const ask = async (browser: Browser, fields: Fields = {}, name: 'web' | 'other' = 'web') => {
  const { fields: all } = authorizationRequest(name, { scope: 'read', ...fields })
  return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(all)}`))
}
const logInOther = async (browser: Browser, person: { username: string; password: string }) =>
  browser.follow(await browser.submit(await browser.open(`${server.issuer}/login?other=yes`), 'username', person))

/** Logs bob and then alice in; both have allowed the client `web`, and alice is the current account. */
const bothIn = async () => {
  const browser = server.browser()
  await server.authorize('web', { scope: 'read' }, { browser, person: 'bob' })
  await logInOther(browser, people.alice)
  await server.authorize('web', { scope: 'read' }, { browser, person: 'alice' })
  server.pass(60)
  return browser
}
const isChooser = (page: Page) => findForm(page.html, 'account') !== undefined
const isLogin = (page: Page) => findForm(page.html, 'password') !== undefined
const press = (browser: Browser, page: Page, name: string, value: string) =>
  browser.submit(page, name, { [name]: value })
const choose = async (browser: Browser, page: Page, username: string) =>
  browser.follow(await press(browser, page, 'account', accountId(username)))
const errorOf = (page: Page) => new URL(page.location ?? 'x:').searchParams.get('error')
const introspected = async (browser: Browser, fields: Fields) => {
  const outcome = await server.authorize('web', { scope: 'read', ...fields }, { browser })
  const { json } = await server.redeem('web', outcome)
  return (await server.introspect(json.access_token)).username
}

test('a login as another user keeps the first session, and each account is listed once', async () => {
  const browser = await bothIn()
  const keys = await browser.open(`${server.issuer}/keys`)
  assert.match(keys.html, /Alice Liddell/)
  const chooser = await browser.open(`${server.issuer}/login/switch`)
  assert.equal(chooser.html.match(/name="account"/g)?.length, 2)
  assert.match(chooser.html, /Alice Liddell[\s\S]*alice[\s\S]*bob/)
  const before = browser.cookies.get(current)
  await logInOther(browser, people.bob)
  const again = await browser.open(`${server.issuer}/login/switch`)
  assert.equal(again.html.match(/name="account"/g)?.length, 2)
  assert.notEqual(browser.cookies.get(current), before)
})

test('a new login of an account ends the session that it had in this browser', async () => {
  const browser = server.browser()
  const [one] = many
  assert.ok(one)
  await logInOther(browser, one)
  await logInOther(browser, people.bob)
  await logInOther(browser, one)
  assert.equal(sessionsOf('u1'), 1)
})

test('prompt=select_account shows the accounts, and the request continues with the chosen one (OIDC Core §3.1.2.1)', async () => {
  const browser = await bothIn()
  for (const [username, cookie] of [
    ['bob', undefined],
    ['alice', undefined],
    ['alice', 'same'],
  ] as const) {
    const before = browser.cookies.get(current)
    const chooser = await ask(browser, { prompt: 'select_account' })
    assert.ok(isChooser(chooser))
    assert.match(chooser.html, /<bdi>Contacts Web/)
    const done = await choose(browser, chooser, username)
    assert.match(String(done.location), /^https:\/\/app\.example\.com\/callback\?code=/)
    assert.equal(browser.cookies.get(current) === before, cookie === 'same')
    assert.equal(await introspected(browser, { prompt: 'none' }), username)
  }
})

test('an account that is not listed logs in from the chooser, and the request continues with it', async () => {
  const browser = await bothIn()
  const chooser = await ask(browser, { prompt: 'select_account' })
  const href = /href="(\/login\?[^"]*other=yes)"/.exec(chooser.html)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(href)
  const login = await browser.open(new URL(href, chooser.url))
  assert.ok(isLogin(login))
  const wrong = await browser.submit(login, 'username', { username: 'u1', password: 'wrong' })
  assert.equal(wrong.status, 400)
  const consent = await browser.follow(await browser.submit(wrong, 'username', many[0]))
  assert.match(consent.html, /logged in as <\/span><bdi>u1/)
})

test('a login of another account that was begun before a switch in another tab leads to the chooser', async () => {
  const browser = await bothIn()
  const login = await browser.open(`${server.issuer}/login?other=yes`)
  await choose(browser, await browser.open(`${server.issuer}/login/switch`), 'bob')
  const cookie = browser.cookies.get(current)
  assert.ok(isChooser(await browser.follow(await browser.submit(login, 'username', many[0]))))
  assert.equal(browser.cookies.get(current), cookie)
})

test('select_account with login asks for the password of the chosen account', async () => {
  const browser = await bothIn()
  const chooser = await ask(browser, { prompt: 'login select_account' })
  const login = await choose(browser, chooser, 'bob')
  assert.equal(findForm(login.html, 'password')?.fields.find(({ name }) => name === 'username')?.value, 'bob')
  const done = await browser.follow(await browser.submit(login, 'username', people.bob))
  assert.match(String(done.location), /[?&]code=/)
})

test('without a session, select_account shows the login', async () => {
  assert.ok(isLogin(await ask(server.browser(), { prompt: 'select_account' })))
})

test('the consent page leads to the chooser, which continues with the same request', async () => {
  const browser = await bothIn()
  const consent = await ask(browser, { prompt: 'consent' })
  const href = /href="(\/login\/switch[^"]*)"/.exec(consent.html)?.[1]
  const chooser = await browser.open(new URL(String(href), consent.url))
  const other = await choose(browser, chooser, 'bob')
  assert.match(other.html, /logged in as <\/span><bdi>bob/)
  const done = await browser.submit(other, 'decision', { decision: 'allow', scope: ['read'] })
  assert.match(String(done.location), /[?&]code=/)
})

test('a silent request is for the current account, or for the one that its hint names (OIDC Core §3.1.2.1)', async () => {
  const browser = await bothIn()
  assert.equal(await introspected(browser, { prompt: 'none' }), 'alice')
  claims = { iss: server.issuer, sub: accountId('bob'), aud: 'web' }
  const { json } = await server.post('/token', 'machine', { grant_type: 'client_credentials' })
  const hint = String(json.jwt)
  assert.equal(await introspected(browser, { prompt: 'none', id_token_hint: hint }), 'bob')
  assert.equal(await introspected(browser, { prompt: 'none', login_hint: 'Bob' }), 'bob')
  assert.equal(await introspected(browser, { prompt: 'none', login_hint: 'nobody' }), 'alice')
  assert.equal(await introspected(browser, { prompt: 'none' }), 'alice', 'the current account is the same')
  const chooser = await ask(browser, { id_token_hint: hint, prompt: 'consent' })
  assert.ok(isChooser(chooser), 'another account than the current one is to be chosen first')
  assert.match((await choose(browser, chooser, 'bob')).html, /logged in as <\/span><bdi>bob/)
})

test('after a logout the other accounts are offered, and a silent request is account_selection_required', async () => {
  const browser = await bothIn()
  const logout = await browser.open(`${server.issuer}/logout`)
  await browser.submit(logout, 'decision', { decision: 'allow' })
  assert.equal(browser.cookies.get(current), undefined)
  assert.match(
    (await browser.open(`${server.issuer}/logout`)).html,
    /id="result"[\s\S]*Still logged in in this browser: <strong><bdi>bob/,
  )
  assert.equal(errorOf(await ask(browser, { prompt: 'none' })), 'account_selection_required')
  assert.equal(await introspected(browser, { prompt: 'none', login_hint: 'bob' }), 'bob')
  const chooser = await ask(browser)
  assert.ok(isChooser(chooser))
  assert.doesNotMatch(chooser.html, /<bdi>Alice</)
  assert.match(String((await choose(browser, chooser, 'bob')).location), /[?&]code=/)
})

test('one account is logged out from the chooser, and the others stay', async () => {
  const browser = await bothIn()
  const [alice, bob] = [sessionsOf('alice'), sessionsOf('bob')]
  const chooser = await ask(browser, { prompt: 'select_account' })
  const left = await browser.follow(await press(browser, chooser, 'log_out', accountId('bob')))
  assert.ok(isChooser(left))
  assert.doesNotMatch(left.html, /<bdi>bob</)
  assert.deepEqual([sessionsOf('alice'), sessionsOf('bob')], [alice, bob - 1])
  assert.equal(browser.cookies.get(others), undefined)
  const login = await browser.follow(await press(browser, left, 'log_out', accountId('alice')))
  assert.ok(isLogin(login), 'the login follows if nobody is left')
  assert.match(login.html, /<bdi>Contacts Web/)
})

test('a browser has five accounts at most, and the session that was used least recently ends', async () => {
  const browser = server.browser()
  const before = sessionsOf('u1')
  for (const person of many) await logInOther(browser, person)
  const chooser = await browser.open(`${server.issuer}/login/switch`)
  assert.equal(chooser.html.match(/name="account"/g)?.length, 5)
  assert.doesNotMatch(chooser.html, /<bdi>u1</)
  assert.equal(sessionsOf('u1'), before)
})

test('each session ends by itself, and leaves the chooser', async () => {
  const browser = await bothIn()
  database.prepare('update session set expires_at = 1 where account_id = ?').run(accountId('bob'))
  const chooser = await browser.open(`${server.issuer}/login/switch`)
  assert.doesNotMatch(chooser.html, /<bdi>bob</)
  assert.match(chooser.html, /<bdi>alice</)
})

test('a choice from another site, with a stale token or for another account changes nothing (RFC 6749 §10.12)', async () => {
  const browser = await bothIn()
  const cookie = browser.cookies.get(current)
  const chooser = await browser.open(`${server.issuer}/login/switch`)
  const [form] = readForms(chooser.html)
  const csrf = form?.fields.find(({ name }) => name === 'csrf')?.value ?? ''
  const send = (fields: Fields, headers: HeadersInit = {}) =>
    browser.post(`${server.issuer}/login/switch`, encode(fields), chooser.url, headers)
  const bob = accountId('bob')
  assert.equal((await send({ account: bob, csrf }, { 'sec-fetch-site': 'cross-site' })).status, 403)
  assert.equal((await send({ account: bob })).status, 403)
  assert.equal((await send({ account: bob, csrf: `x${csrf}` })).status, 403)
  assert.equal((await send({ account: accountId('carol'), csrf })).location, `${server.issuer}/login/switch`)
  assert.equal((await send({ csrf })).location, `${server.issuer}/login/switch`)
  assert.equal(browser.cookies.get(current), cookie)
  await logInOther(browser, people.bob)
  const now = browser.cookies.get(current)
  assert.equal((await send({ account: accountId('alice'), csrf })).status, 403)
  assert.equal(browser.cookies.get(current), now)
})

test('a forged or broken list of sessions is ignored', async () => {
  for (const value of ['x', '...', 'a.b.c.d.e.f.g', 'é', `${'x'.repeat(43)}.${'y'.repeat(43)}`]) {
    const browser = server.browser()
    browser.cookies.store([`${others}=${value}; path=/`])
    assert.equal(errorOf(await ask(browser, { prompt: 'none' })), 'login_required', value)
    assert.ok(isLogin(await ask(browser)))
  }
})

test('the cookies of the sessions cannot be read by scripts, and an https issuer sets __Host- cookies', async () => {
  const browser = await bothIn()
  const chooser = await browser.open(`${server.issuer}/login/switch`)
  const chosen = await press(browser, chooser, 'account', accountId('bob'))
  const cookies = chosen.headers.getSetCookie()
  assert.equal(cookies.length, 2)
  for (const cookie of cookies) assert.match(cookie, /; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
})
