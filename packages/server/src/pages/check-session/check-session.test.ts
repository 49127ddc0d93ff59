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

/** A frame of the page, in a browser that lets it read its cookie or not. */
function openFrame(browser: Browser, { blocks = false } = {}) {
  let [now, isHidden] = [Date.now(), false]
  const requests: Promise<void>[] = []
  let listener: (event: object) => void = () => assert.fail('no listener')
  const window = {
    addEventListener: (_: string, one: (event: object) => void) => {
      listener = one
    },
  }
  const document = {
    get cookie() {
      const value = blocks ? undefined : browser.cookies.get(cookie)
      return value === undefined ? '' : `other=1; ${cookie}=${value}`
    },
    get hidden() {
      return isHidden
    },
    getElementById: () => ({
      getAttribute: (name: string) => (name === 'data-cookie' ? cookie : '/check-session/state'),
    }),
  }
  class XMLHttpRequest {
    readyState = 1
    status = 0
    responseText = ''
    onreadystatechange = () => {}
    #path = ''
    open(_: string, path: string) {
      this.#path = path
    }
    send() {
      requests.push(this.#run())
    }
    async #run() {
      // Other sites' frames send no cookies where they are blocked.
      const response = await server.fetch(new Request(server.issuer + this.#path)).catch(() => undefined)
      this.status = response?.status ?? 0
      this.responseText = (await response?.text()) ?? ''
      this.readyState = 4
      this.onreadystatechange()
    }
  }
  class Clock extends Date {
    override getTime() {
      return now
    }
  }
  vm.runInNewContext(checkSession, { window, document, XMLHttpRequest, Date: Clock })
  return {
    /** Posts a message as an app at `origin`, waits for the frame's request, and returns its reply; undefined for none. */
    async ask(message: unknown, origin = 'https://rp.example.com'): Promise<unknown> {
      const replies: unknown[] = []
      const source = { postMessage: (reply: unknown, to: string) => replies.push([reply, to]) }
      listener({ data: message, origin, source })
      await Promise.all(requests)
      assert.ok(replies.length <= 1)
      const [[reply, to] = []] = replies as [[unknown, unknown]?]
      assert.ok(to === origin || reply === undefined)
      return reply
    },
    wait: (seconds: number) => {
      now += seconds * 1000
    },
    hide: (value: boolean) => {
      isHidden = value
    },
    /** How many requests the frame has sent. */
    count: () => requests.length,
  }
}

/** Asks a new frame. */
const ask = (browser: Browser, message: unknown, origin?: string) => openFrame(browser).ask(message, origin)

async function sessionState(browser: Browser) {
  const outcome = await server.authorize('openid', { scope: 'openid', nonce: 'n' }, { browser })
  return String(outcome.fields.get('session_state'))
}

test('the frame reports a change after a logout and after another login, and none before (OIDC Session Management §3)', async () => {
  const browser = server.browser()
  const message = `openid ${await sessionState(browser)}`
  assert.equal(await ask(browser, message), 'unchanged')
  assert.equal(await ask(browser, `openid ${await sessionState(browser)}`), 'unchanged')
  assert.equal(await ask(browser, message, 'https://evil.example.com'), 'changed')
  assert.equal(await ask(browser, message.replace('openid', 'hybrid')), 'changed')
  const page = await browser.open(`${server.issuer}/logout`)
  await browser.submit(page, 'decision', { decision: 'allow' })
  assert.equal(await ask(browser, message), 'changed')
  const again = `openid ${await sessionState(browser)}`
  assert.equal(await ask(browser, again), 'unchanged')
  assert.equal(await ask(browser, message), 'changed')
  for (const broken of ['', 'x', 'openid ', 'openid x', 'openid .', 'openid a.', 1, null, {}]) {
    assert.equal(await ask(browser, broken), 'error', String(broken))
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
  assert.equal(await ask(browser, message), 'unchanged')
  assert.equal(await ask(browser, message, 'https://evil.example.com'), 'changed')
  assert.equal((await refused({ scope: 'read' })).get('session_state'), null)
  const loggedIn = `openid ${await sessionState(browser)}`
  assert.equal(await ask(browser, message), 'changed')
  const consent = await refused({ scope: 'openid profile' })
  assert.equal(consent.get('error'), 'consent_required')
  assert.equal(await ask(browser, `openid ${consent.get('session_state')}`), 'unchanged')
  const malformed = await refused({ max_age: 'never' })
  assert.equal(malformed.get('error'), 'invalid_request')
  assert.equal(await ask(browser, `openid ${malformed.get('session_state')}`), 'unchanged')
  assert.equal(await ask(browser, loggedIn), 'unchanged')
})

test('with several accounts a login, a logout and a switch are changes, and a response for any of them is not', async () => {
  const browser = server.browser()
  const tokenOf = async (outcome: Outcome) => String((await server.redeem('openid', outcome)).json.id_token)
  const log = (fields: Fields, person: 'alice' | 'bob') =>
    server.authorize('openid', { scope: 'openid', nonce: 'n', ...fields }, { browser, person })
  const stateOf = ({ fields }: Outcome) => `openid ${fields.get('session_state')}`
  const first = await log({}, 'alice')
  const hint = await tokenOf(first)
  const second = await log({ prompt: 'login' }, 'bob')
  assert.ok(second.fields.get('code'), String(second.fields))
  assert.equal(await ask(browser, stateOf(first)), 'changed')
  const hinted = await log({ prompt: 'none', id_token_hint: hint }, 'alice')
  assert.ok(hinted.fields.get('code'), String(hinted.fields))
  assert.equal(await ask(browser, stateOf(hinted)), 'unchanged')
  assert.equal(await ask(browser, stateOf(second)), 'unchanged')
  // Logs out the account that is not the current one.
  await browser.open(`${server.issuer}/logout?${encode({ id_token_hint: hint })}`)
  assert.equal(await ask(browser, stateOf(hinted)), 'changed')
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
  assert.equal(await ask(browser, `openid ${fields.get('session_state')}`), 'unchanged')
})

test('the frame reports a session that ended on the server within a minute, and asks once a minute', async () => {
  const browser = server.browser()
  const message = `openid ${await sessionState(browser)}`
  const frame = openFrame(browser)
  for (let poll = 0; poll < 20; poll++) {
    assert.equal(await frame.ask(message), 'unchanged')
    frame.wait(3)
  }
  assert.equal(frame.count(), 1)
  await endElsewhere(browser)
  frame.hide(true)
  for (let poll = 0; poll < 20; poll++) {
    assert.equal(await frame.ask(message), 'unchanged')
    frame.wait(3)
  }
  assert.equal(frame.count(), 1, 'a hidden page asks nothing')
  frame.hide(false)
  await frame.ask(message)
  assert.equal(await frame.ask(message), 'changed')
  frame.wait(600)
  assert.equal(await frame.ask(message), 'changed')
  assert.equal(frame.count(), 2, 'an ended session stays ended')
})

test('a session that expires is a change, and asking does not keep it alive', async () => {
  const own = await startServer(() => ({
    issuer: 'http://localhost:4000',
    sessionManagement: true,
    lifetimes: { sessionIdle: 600 },
  }))
  const browser = own.browser()
  const outcome = await own.authorize('openid', { scope: 'openid', nonce: 'n' }, { browser })
  const salt = String(outcome.fields.get('session_state')).split('.')[1] ?? ''
  const look = async () =>
    (await own.fetch(new Request(`${own.issuer}/check-session/state?${encode({ session: salt })}`))).text()
  own.pass(300)
  assert.equal(await look(), 'live')
  own.pass(301)
  assert.equal(await look(), 'ended')
})

test('in a browser that blocks the cookie of the frame, the server alone decides', async () => {
  const browser = server.browser()
  const message = `openid ${await sessionState(browser)}`
  const frame = openFrame(browser, { blocks: true })
  for (let poll = 0; poll < 20; poll++) {
    assert.equal(await frame.ask(message), 'unchanged')
    frame.wait(3)
  }
  assert.equal(frame.count(), 1)
  await endElsewhere(browser)
  await frame.ask(message)
  assert.equal(await frame.ask(message), 'changed')
  const again = `openid ${await sessionState(browser)}`
  assert.equal(await frame.ask(again), undefined, 'no second request within ten seconds')
  frame.wait(10)
  assert.equal(await frame.ask(again), 'unchanged')
  assert.equal(frame.count(), 3)
})

test('a frame that was open during a logout reports it at once, without asking', async () => {
  const browser = server.browser()
  const message = `openid ${await sessionState(browser)}`
  const [seeing, later] = [openFrame(browser), openFrame(browser)]
  assert.equal(await seeing.ask(message), 'unchanged')
  const page = await browser.open(`${server.issuer}/logout`)
  await browser.submit(page, 'decision', { decision: 'allow' })
  for (const frame of [seeing, later]) assert.equal(await frame.ask(message), 'changed')
  assert.deepEqual([seeing.count(), later.count()], [1, 0])
})

test('the name of a session of another server is unknown, and no other site can read the answer', async () => {
  const own = await startServer(() => ({ sessionManagement: true }))
  const browser = own.browser()
  const outcome = await own.authorize('openid', { scope: 'openid', nonce: 'n' }, { browser })
  const message = `openid ${outcome.fields.get('session_state')}`
  const other = await startServer(() => ({
    sessionManagement: true,
    secret: 'another secret for tests and nothing else',
  }))
  const salt = message.split('.').at(-1) ?? ''
  for (const [text, expected] of [
    [salt, 'unknown'],
    ['x'.repeat(100), 'unknown'],
    ['', 'unknown'],
  ] as const) {
    const response = await other.fetch(new Request(`${other.issuer}/check-session/state?${encode({ session: text })}`))
    assert.deepEqual([response.status, await response.text()], [200, expected])
    assert.equal(response.headers.get('access-control-allow-origin'), null)
  }
  assert.equal(await openFrame(browser).ask(message.replace('openid', 'hybrid')), 'changed')
})

test('two responses of one session have different salts', async () => {
  const browser = server.browser()
  const salts = [await sessionState(browser), await sessionState(browser)].map((one) => one.split('.')[1])
  assert.notEqual(salts[0], salts[1])
})

/** Ends every session of alice, as another browser or an administrator does. */
async function endElsewhere(browser: Browser): Promise<void> {
  const secret = browser.cookies.get('valetkey-session-4000')
  const elsewhere = server.browser()
  elsewhere.cookies.store([`valetkey-session-4000=${secret}; Path=/`])
  const page = await elsewhere.open(`${server.issuer}/logout`)
  await elsewhere.submit(page, 'decision', { decision: 'allow' })
  assert.equal(browser.cookies.get('valetkey-session-4000'), secret)
}
