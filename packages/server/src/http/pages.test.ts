import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from '../../../../conformance/browser/browser.ts'
import { fillForm, findForm } from '../../../../conformance/browser/forms.ts'
import { encode } from '../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer } from '../testing/server.ts'

const server = await startServer()
const secure = await startServer(() => ({ issuer: 'https://id.example.com' }))
const session = 'valetkey-session-4000'
const request = () => `${server.issuer}/authorize?${encode(authorizationRequest('web', { prompt: 'consent' }).fields)}`

/** Visits each page once. */
async function everyPage(): Promise<Readonly<Record<string, Page>>> {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(request()))
  const refused = await browser.submit(login, 'username', { username: 'alice', password: 'wrong' })
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  const formPost = await browser.follow(
    await browser.open(
      `${server.issuer}/authorize?${encode(authorizationRequest('web', { response_mode: 'form_post', scope: 'x' }).fields)}`,
    ),
  )
  return {
    home: await browser.open(`${server.issuer}/`),
    login,
    refused,
    consent,
    formPost,
    keys: await browser.open(`${server.issuer}/keys`),
    logout: await browser.open(`${server.issuer}/logout`),
    developerError: await browser.open(`${server.issuer}/authorize?client_id=nobody`),
    plainLogin: await server.browser().open(`${server.issuer}/login`),
    outdated: await browser.open(`${server.issuer}/consent?interaction=gone`),
    forged: await browser.post(`${server.issuer}/logout`, 'csrf=forged'),
    missing: await browser.open(`${server.issuer}/no-such-page`),
  }
}

test('every page has its security headers and loads nothing from elsewhere (ASVS 5.0 §3.4, RFC 9700 §4.16)', async (t) => {
  for (const [name, { headers, html, status }] of Object.entries(await everyPage())) {
    await t.test(name, () => {
      assert.match(headers.get('content-type') ?? '', /^text\/html/, `${status}`)
      const policy = headers.get('content-security-policy') ?? ''
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/)
      for (const rule of ["default-src 'none'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"]) {
        assert.ok(policy.includes(rule), `${rule} is missing: ${policy}`)
      }
      assert.equal(headers.get('referrer-policy'), 'no-referrer')
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.equal(headers.get('x-frame-options'), 'DENY')
      const loaded = [...html.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)="([^"]*)"/gi)].map(
        ([, url = '']) => url,
      )
      for (const url of loaded) assert.equal(new URL(url, server.issuer).origin, server.issuer, url)
      assert.doesNotMatch(html, /\son[a-z]+=|\sstyle="|<style/i, 'the policy forbids inline handlers and styles')
    })
  }
})

test('forms post only to this server, except those answered by a redirect to an app: browsers apply form-action to each redirect (CSP3 §6.4.3)', async () => {
  const inFlow = ['login', 'refused', 'consent', 'formPost']
  for (const [name, { headers }] of Object.entries(await everyPage())) {
    const policy = headers.get('content-security-policy') ?? ''
    if (inFlow.includes(name)) assert.doesNotMatch(policy, /form-action/, name)
    else assert.match(policy, /form-action 'self'(;|$)/, name)
  }
})

test('only account pages are isolated from the window that opened them: an app may log in with a pop-up (HTML §7.1.3)', async () => {
  const accountPages = ['home', 'keys', 'logout']
  for (const [name, { headers }] of Object.entries(await everyPage())) {
    const expected = accountPages.includes(name) ? 'same-origin' : null
    assert.equal(headers.get('cross-origin-opener-policy'), expected, name)
  }
})

/** Logs in and returns every cookie that was set. */
async function setCookies(one: typeof server): Promise<readonly string[]> {
  const browser = one.browser()
  const login = await browser.follow(await browser.open(`${one.issuer}/keys`))
  const entered = await browser.submit(login, 'username', people.alice)
  const set = [...login.headers.getSetCookie(), ...entered.headers.getSetCookie()]
  assert.ok(set.length >= 2)
  for (const cookie of set) {
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/']) {
      assert.match(cookie, new RegExp(`; ${attribute}(;|$)`))
    }
    assert.doesNotMatch(cookie, /domain/i)
  }
  return set
}

test('cookies of an https issuer are __Host- and Secure (RFC 6265bis §4.1.3.2)', async () => {
  for (const cookie of await setCookies(secure)) assert.match(cookie, /^__Host-valetkey-(session|browser)=.*; Secure/)
})

test('cookies of an http issuer on loopback are neither, because WebKit would drop them, and have names per port', async () => {
  for (const cookie of await setCookies(server)) {
    assert.match(cookie, /^valetkey-(session|browser)-4000=/)
    assert.doesNotMatch(cookie, /Secure/i)
  }
})

test('an https issuer ignores cookies that another host of its domain could have set (RFC 6265bis §4.1.3.2)', async () => {
  const browser = secure.browser()
  const login = await browser.follow(await browser.open(`${secure.issuer}/keys`))
  await browser.submit(login, 'username', people.alice)
  const value = browser.cookies.get('__Host-valetkey-session')
  const statusWith = async (name: string) =>
    (await secure.fetch(new Request(`${secure.issuer}/keys`, { headers: { cookie: `${name}=${value}` } }))).status
  assert.equal(await statusWith('__Host-valetkey-session'), 200)
  for (const name of [
    'valetkey-session',
    'valetkey-session-443',
    '__Secure-valetkey-session',
    '__host-valetkey-session',
  ])
    assert.equal(await statusWith(name), 303, name)
})

test('a forged, misnamed or repeated session cookie is ignored (RFC 6265 §5.4)', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  await browser.submit(login, 'username', people.alice)
  const right = browser.cookies.get(session) ?? ''
  const isIn = async (cookie: string) => {
    const response = await server.fetch(new Request(`${server.issuer}/keys`, { headers: { cookie } }))
    return response.status === 200
  }
  assert.equal(await isIn(`${session}=${right}`), true)
  for (const cookie of [
    `${session}=forged`,
    `${session}=${right}x`,
    `${session}=${right.slice(0, -1)}`,
    `${session}=`,
    `valetkey-session=${right}`,
    `valetkey-session-4001=${right}`,
    `__Host-valetkey-session=${right}`,
    `Valetkey-Session-4000=${right}`,
    `${session}=attacker; ${session}=${right}`,
    `${session}=${right}; ${session}=attacker`,
    `${session}="${right}"`,
  ]) {
    assert.equal(await isIn(cookie), false, cookie)
  }
})

test('a login responds with 303, and the session has a new id each time (RFC 9700 §4.12)', async () => {
  const browser = server.browser()
  const enter = async () => {
    const login = await browser.open(`${server.issuer}/login`)
    const entered = await browser.submit(login, 'username', people.alice)
    assert.equal(entered.status, 303)
    return browser.cookies.get(session)
  }
  browser.cookies.store([`${session}=fixed-by-an-attacker; Path=/`])
  const first = await enter()
  assert.notEqual(first, 'fixed-by-an-attacker')
  const second = await enter()
  assert.notEqual(first, second)
  const cookie = `${session}=${first}`
  assert.equal(
    (await server.fetch(new Request(`${server.issuer}/keys`, { headers: { cookie } }))).status,
    303,
    'the replaced session lives',
  )
})

test('a log-out ends the session at the server, and only after confirmation', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  await browser.submit(login, 'username', people.alice)
  const old = browser.cookies.get(session)
  const question = await browser.open(`${server.issuer}/logout`)
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200, 'a link alone logged out')
  const stays = await browser.submit(question, 'decision', { decision: 'deny' })
  assert.equal(stays.location, `${server.issuer}/keys`)
  assert.equal((await browser.submit(question, 'decision', { decision: 'perhaps' })).status, 400)
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200, 'no decision to log out was sent')
  const gone = await browser.submit(question, 'decision', { decision: 'allow' })
  assert.equal(gone.status, 303)
  assert.match((await browser.follow(gone)).html, /id="result"/)
  assert.equal(browser.cookies.get(session), undefined)
  assert.equal(
    (await server.fetch(new Request(`${server.issuer}/keys`, { headers: { cookie: `${session}=${old}` } }))).status,
    303,
  )
  const silent = await server.authorize('web', { prompt: 'none' }, { browser })
  assert.equal(silent.fields.get('error'), 'login_required')
})

test('a form with a missing, foreign or stale token, or from another site, changes nothing (RFC 6749 §10.12)', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  const stale = findForm(login.html, 'csrf')?.fields.find(({ name }) => name === 'csrf')?.value
  const stranger = server.browser()
  const foreign = findForm((await stranger.open(`${server.issuer}/login`)).html, 'csrf')?.fields.find(
    ({ name }) => name === 'csrf',
  )?.value
  const keys = await browser.follow(await browser.submit(login, 'username', people.alice))
  const own = findForm(keys.html, 'csrf')?.fields.find(({ name }) => name === 'csrf')?.value
  assert.ok(stale && foreign && own)
  const wrong: readonly (string | undefined)[] = [undefined, '', 'x', stale, foreign]
  for (const path of [
    '/login',
    '/login/switch',
    '/consent',
    '/keys/change',
    '/keys/take-back',
    '/keys/take-back-unused',
    '/keys/undo',
    '/logout',
  ]) {
    const send = (csrf: string | undefined, headers?: HeadersInit): Promise<Page> =>
      browser.post(server.issuer + path, encode({ csrf, ...people.alice }), undefined, headers)
    for (const csrf of wrong) {
      const sent: Page = await send(csrf)
      // A login form loaded before the login redirects on; it logs nobody in.
      const leadsOn: boolean = path === '/login' && csrf === stale
      // Without a token it is the request of an app, which is asked again by GET (OIDC RP-Initiated Logout §2).
      const isAskedAgain: boolean = path === '/logout' && csrf === undefined
      const target: string | undefined = leadsOn ? '/keys' : isAskedAgain ? '/logout' : undefined
      assert.deepEqual(
        [sent.status, sent.location],
        target === undefined ? [403, undefined] : [303, server.issuer + target],
        `${path} with ${csrf}`,
      )
      assert.deepEqual(sent.headers.getSetCookie(), [])
    }
    assert.equal((await send(own, { 'sec-fetch-site': 'cross-site' })).status, 403, path)
    assert.equal((await send(own, { 'sec-fetch-site': 'same-site' })).status, 403, path)
    assert.equal((await send(own, { origin: 'https://evil.example' })).status, 403, path)
    assert.equal((await send(own, { 'content-type': 'text/plain' })).status, 415, path)
  }
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200, 'still logged in after all that')
})

test('a login form of another browser logs nobody in (login CSRF)', async () => {
  const attacker = server.browser()
  const page = await attacker.open(`${server.issuer}/login`)
  const form = findForm(page.html, 'username')
  assert.ok(form)
  const victim = server.browser()
  await victim.open(`${server.issuer}/login`)
  const sent = await victim.post(`${server.issuer}/login`, fillForm(form, people.bob), page.url)
  assert.equal(sent.status, 403)
  assert.equal(victim.cookies.get(session), undefined)
})

test('an interaction belongs to the browser that began it, and is completed once (RFC 9700 §4.5)', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(request()))
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  const stranger = server.browser()
  assert.equal((await stranger.open(consent.url)).status, 400)
  assert.equal((await stranger.open(login.url)).status, 400)
  const allow = { decision: 'allow', scope: ['read'] }
  assert.equal((await browser.submit(consent, 'decision', allow)).status, 303)
  const again = await browser.submit(consent, 'decision', allow)
  assert.equal(again.status, 400)
  assert.equal(again.location, undefined)
})

test('no URL names the page after a login: there is no return_to (RFC 9700 §4.11)', async () => {
  for (const name of ['return_to', 'returnTo', 'next', 'redirect', 'redirect_uri', 'url', 'continue', 'interaction']) {
    for (const evil of ['//evil.example', '/\\evil.example', '/%09/evil.example', 'https://evil.example']) {
      const browser = server.browser()
      const page = await browser.open(`${server.issuer}/login?${encode({ [name]: evil })}`)
      if (name === 'interaction') {
        assert.equal(page.status, 400)
        continue
      }
      const entered = await browser.submit(page, 'username', { ...people.alice, [name]: evil })
      assert.equal(entered.location, `${server.issuer}/keys`)
    }
  }
})

test("one user cannot change another's authorization or session (ASVS 5.0 §8.2)", async () => {
  const { json } = await server.grant('web', {}, { person: 'alice' })
  const [alice, bob] = [server.browser(), server.browser()]
  const enter = async (browser: typeof alice, person: (typeof people)[keyof typeof people]) =>
    browser.follow(
      await browser.submit(await browser.follow(await browser.open(`${server.issuer}/keys`)), 'username', person),
    )
  const hers = await enter(alice, people.alice)
  await server.grant('web', {}, { person: 'bob' })
  const his = await enter(bob, people.bob)
  const key = findForm(hers.html, 'key')?.fields.find(({ name }) => name === 'key')?.value
  assert.ok(key)
  const own = findForm(his.html, 'csrf')?.fields.find(({ name }) => name === 'csrf')?.value
  for (const [path, fields] of [
    ['/keys/take-back', { key }],
    ['/keys/change', { key, scope: 'read' }],
  ] as const) {
    const page = await bob.post(server.issuer + path, encode({ csrf: own, ...fields }), his.url)
    assert.equal(page.status, 303)
    assert.match((await bob.follow(page)).html, /Nothing was changed|logged out already/)
  }
  assert.deepEqual(
    String((await server.introspect(json.access_token)).scope)
      .split(' ')
      .toSorted(),
    ['create', 'delete', 'read'],
  )
  assert.equal((await alice.open(`${server.issuer}/keys`)).status, 200)
})
