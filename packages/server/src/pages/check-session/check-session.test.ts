import assert from 'node:assert/strict'
import { test } from 'node:test'
import vm from 'node:vm'
import type { Browser } from '../../../../../conformance/browser/browser.ts'
import { encode, type Fields, type Outcome } from '../../../../../conformance/target/target.ts'
import { startServer } from '../../testing/server.ts'
import { checkSession } from './script.ts'

const server = await startServer(() => ({ sessionManagement: true }))
const off = await startServer(() => ({ issuer: 'http://localhost:4001' }))
const cookie = 'valetkey-browser-state-4000'

/** Runs the script of the frame with the cookies of a browser, and asks it as an app at `origin` does. */
function ask(browser: Browser, message: unknown, origin = 'https://rp.example.com'): unknown {
  const replies: unknown[] = []
  let listener: (event: object) => void = () => assert.fail('no listener')
  const window = {
    addEventListener: (_: string, one: (event: object) => void) => {
      listener = one
    },
  }
  const value = browser.cookies.get(cookie)
  const document = {
    cookie: value === undefined ? '' : `other=1; ${cookie}=${value}`,
    getElementById: () => ({ getAttribute: () => cookie }),
  }
  vm.runInNewContext(checkSession, { window, document })
  const source = { postMessage: (reply: unknown, to: string) => replies.push([reply, to]) }
  listener({ data: message, origin, source })
  assert.deepEqual(replies.length, 1)
  const [[reply, to] = []] = replies as [[unknown, unknown]]
  assert.equal(to, origin)
  return reply
}

async function sessionState(browser: Browser) {
  const outcome = await server.authorize('openid', { scope: 'openid', nonce: 'n' }, { browser })
  return String(outcome.fields.get('session_state'))
}

test('the frame reports a change after a logout and after another login, and none before (OIDC Session Management §3)', async () => {
  const browser = server.browser()
  const message = `openid ${await sessionState(browser)}`
  assert.equal(ask(browser, message), 'unchanged')
  assert.equal(ask(browser, `openid ${await sessionState(browser)}`), 'unchanged')
  assert.equal(ask(browser, message, 'https://evil.example.com'), 'changed')
  assert.equal(ask(browser, message.replace('openid', 'hybrid')), 'changed')
  const page = await browser.open(`${server.issuer}/logout`)
  await browser.submit(page, 'decision', { decision: 'allow' })
  assert.equal(ask(browser, message), 'changed')
  const again = `openid ${await sessionState(browser)}`
  assert.equal(ask(browser, again), 'unchanged')
  assert.equal(ask(browser, message), 'changed')
  for (const broken of ['', 'x', 'openid ', 'openid x', 'openid .', 'openid a.', 1, null, {}]) {
    assert.equal(ask(browser, broken), 'error', String(broken))
  }
})

test('session_state is in responses to openid requests only, and its salt differs each time', async () => {
  const browser = server.browser()
  assert.notEqual(await sessionState(browser), await sessionState(browser))
  const plain = await server.authorize('web', { scope: 'read' }, { browser })
  assert.equal(plain.fields.get('session_state'), null)
})

test('an error of an openid request has the session_state of a browser without a login, and others have none', async () => {
  const browser = server.browser()
  const silent = { nonce: 'n', prompt: 'none', scope: 'openid' }
  const refused = async (fields: object, name: 'openid' | 'web' = 'openid') =>
    (await server.authorize(name, { ...silent, ...fields }, { browser })).fields
  const login = await refused({})
  assert.equal(login.get('error'), 'login_required')
  const message = `openid ${login.get('session_state')}`
  assert.equal(ask(browser, message), 'unchanged')
  assert.equal(ask(browser, message, 'https://evil.example.com'), 'changed')
  assert.equal((await refused({ scope: 'read' })).get('session_state'), null)
  const loggedIn = `openid ${await sessionState(browser)}`
  assert.equal(ask(browser, message), 'changed')
  const consent = await refused({ scope: 'openid profile' })
  assert.equal(consent.get('error'), 'consent_required')
  assert.equal(ask(browser, `openid ${consent.get('session_state')}`), 'unchanged')
  const malformed = await refused({ max_age: 'never' })
  assert.equal(malformed.get('error'), 'invalid_request')
  assert.equal(ask(browser, `openid ${malformed.get('session_state')}`), 'unchanged')
  assert.equal(ask(browser, loggedIn), 'unchanged')
})

test('with several accounts a login, a logout and a switch are changes, and a response for any of them is none', async () => {
  const browser = server.browser()
  const tokenOf = async (outcome: Outcome) => String((await server.redeem('openid', outcome)).json.id_token)
  const log = (fields: Fields, person: 'alice' | 'bob') =>
    server.authorize('openid', { scope: 'openid', nonce: 'n', ...fields }, { browser, person })
  const stateOf = ({ fields }: Outcome) => `openid ${fields.get('session_state')}`
  const first = await log({}, 'alice')
  const hint = await tokenOf(first)
  const second = await log({ prompt: 'login' }, 'bob')
  assert.ok(second.fields.get('code'), String(second.fields))
  assert.equal(ask(browser, stateOf(first)), 'changed')
  const hinted = await log({ prompt: 'none', id_token_hint: hint }, 'alice')
  assert.ok(hinted.fields.get('code'), String(hinted.fields))
  assert.equal(ask(browser, stateOf(hinted)), 'unchanged')
  assert.equal(ask(browser, stateOf(second)), 'unchanged')
  // Logs out the account that is not the current one.
  await browser.open(`${server.issuer}/logout?${encode({ id_token_hint: hint })}`)
  assert.equal(ask(browser, stateOf(hinted)), 'changed')
})

test('any site may frame the page, and a script may read its cookie, which is not the session', async () => {
  const browser = server.browser()
  await sessionState(browser)
  const metadata = (await (
    await server.fetch(new Request(`${server.issuer}/.well-known/openid-configuration`))
  ).json()) as Record<string, unknown>
  assert.equal(metadata.check_session_iframe, `${server.issuer}/check-session`)
  const page = await browser.open(String(metadata.check_session_iframe))
  assert.match(String(page.headers.get('content-security-policy')), /frame-ancestors \*/)
  assert.equal(page.headers.get('x-frame-options'), null)
  assert.match(page.html, new RegExp(`data-cookie="${cookie}"`))
  assert.notEqual(browser.cookies.get(cookie), browser.cookies.get('valetkey-session-4000'))
})

test('unless it is enabled there is neither frame nor cookie nor session_state', async () => {
  const browser = off.browser()
  const request = { scope: 'openid', nonce: 'n' }
  const outcome = await off.authorize('openid', request, { browser })
  assert.equal(outcome.fields.get('session_state'), null)
  assert.equal(browser.cookies.get('valetkey-browser-state-4001'), undefined)
  assert.equal((await browser.open(`${off.issuer}/check-session?${encode({})}`)).status, 404)
})

test('a session that expired is no change after the next response, which is an error', async () => {
  const browser = server.browser()
  await sessionState(browser)
  server.pass(400 * 86_400)
  const { fields } = await server.authorize('openid', { scope: 'openid', prompt: 'none' }, { browser })
  assert.equal(fields.get('error'), 'login_required')
  assert.equal(ask(browser, `openid ${fields.get('session_state')}`), 'unchanged')
})
