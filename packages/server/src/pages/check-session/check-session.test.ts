import assert from 'node:assert/strict'
import { test } from 'node:test'
import vm from 'node:vm'
import type { Browser } from '../../../../../conformance/browser/browser.ts'
import { encode } from '../../../../../conformance/target/target.ts'
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
