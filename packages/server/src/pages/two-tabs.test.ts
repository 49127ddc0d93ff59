import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../conformance/browser/browser.ts'
import { fillForm, findForm, readForms } from '../../../../conformance/browser/forms.ts'
import { encode, type Fields } from '../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer } from '../testing/server.ts'

const server = await startServer()
const start = (browser: Browser, fields: Fields = {}, name: 'web' | 'other' = 'web') =>
  browser
    .open(`${server.issuer}/authorize?${encode(authorizationRequest(name, { prompt: 'consent', ...fields }).fields)}`)
    .then((page) => browser.follow(page))
const session = (browser: Browser) => browser.cookies.get('valetkey-session-4000')
const isConsent = (page: Page) => findForm(page.html, 'decision') !== undefined
const isLogin = (page: Page) => findForm(page.html, 'password') !== undefined

async function logOut(browser: Browser): Promise<void> {
  const keys = await browser.open(`${server.issuer}/keys`)
  const form = readForms(keys.html).find(({ action }) => action === '/logout')
  assert.ok(form)
  await browser.post(`${server.issuer}/logout`, fillForm(form, {}), keys.url)
  assert.equal(session(browser), undefined)
}

test('after a login in one tab, another tab continues with its own request when submitted, reloaded or revisited', async () => {
  const browser = server.browser()
  const [one, two] = [await start(browser), await start(browser, {}, 'other')]
  await browser.follow(await browser.submit(one, 'username', people.alice))
  const signedIn = session(browser)
  for (const password of [people.alice.password, 'wrong']) {
    const sent = await browser.submit(two, 'username', { username: 'bob', password })
    assert.equal(sent.status, 303)
    const consent = await browser.follow(sent)
    assert.ok(isConsent(consent))
    assert.match(consent.html, /<bdi>other<\/bdi> asks for a key/)
    assert.match(consent.html, /logged in as <\/span><bdi>Alice Liddell/)
  }
  const reloaded = await browser.follow(await browser.open(two.url))
  assert.ok(isConsent(reloaded))
  assert.match(reloaded.html, /<bdi>other<\/bdi> asks for a key/)
  assert.equal(session(browser), signedIn, 'nobody was logged in again')
})

test('a login form from before the login leads to the keys if there is no authorization request', async () => {
  const browser = server.browser()
  const two = await browser.open(`${server.issuer}/login`)
  await browser.submit(await browser.open(`${server.issuer}/login`), 'username', people.alice)
  const sent = await browser.submit(two, 'username', people.bob)
  assert.equal(sent.location, `${server.issuer}/keys`)
})

test('a request that asks for a new login gets one in each tab (prompt=login)', async () => {
  const browser = server.browser()
  const first = await start(browser)
  await browser.submit(first, 'username', people.alice)
  server.pass(60)
  const again = await start(browser, { prompt: 'login consent' })
  assert.ok(isLogin(again))
  assert.ok(isLogin(await browser.follow(await browser.open(again.url))))
  assert.ok(isConsent(await browser.follow(await browser.submit(again, 'username', people.alice))))
})

test('an outdated login form shows the login page again with its request, and logs nobody in', async () => {
  const browser = server.browser()
  await browser.submit(await start(browser), 'username', people.alice)
  server.pass(60)
  const page = await start(browser, { prompt: 'login consent' })
  await logOut(browser)
  const sent = await browser.submit(page, 'username', people.alice)
  assert.equal(sent.status, 403)
  assert.equal(session(browser), undefined)
  assert.ok(isLogin(sent))
  assert.match(sent.html, /This page was out of date/)
  assert.match(sent.html, /Log in to continue to <bdi>Contacts Web/)
  assert.ok(isConsent(await browser.follow(await browser.submit(sent, 'username', people.alice))))
})

test('a consent form sent after the session expired leads to the login and back to the same request', async () => {
  const browser = server.browser()
  const consent = await browser.follow(await browser.submit(await start(browser), 'username', people.alice))
  assert.ok(isConsent(consent))
  await logOut(browser)
  for (const send of [
    () => browser.submit(consent, 'decision', { decision: 'allow' }),
    () => browser.open(consent.url),
    () => browser.open(new URL(String(/href="(\/login\/switch[^"]*)"/.exec(consent.html)?.[1]), consent.url)),
  ]) {
    const login = await browser.follow(await send())
    assert.equal(login.status, 200)
    assert.match(login.html, /Log in to continue to <bdi>Contacts Web/)
  }
  const login = await browser.follow(await browser.open(consent.url))
  const again = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.ok(isConsent(again))
  const answered = await browser.submit(again, 'decision', { decision: 'allow', scope: ['read'] })
  assert.match(answered.location ?? '', /^https:\/\/app\.example\.com\/callback\?code=/)
})

test('a consent form from before another login is shown again, for the user who is logged in now', async () => {
  const browser = server.browser()
  const consent = await browser.follow(await browser.submit(await start(browser), 'username', people.alice))
  await browser.submit(await browser.open(`${server.issuer}/login`), 'username', people.bob)
  const sent = await browser.submit(consent, 'decision', { decision: 'allow' })
  assert.equal(sent.status, 303)
  const shown = await browser.follow(sent)
  assert.ok(isConsent(shown))
  assert.match(shown.html, /logged in as <\/span><bdi>bob/)
})

test('a form of the keys page sent after the session expired leads to the login and then to the keys', async () => {
  const browser = server.browser()
  await server.grant('web', {}, { browser })
  const keys = await browser.open(`${server.issuer}/keys`)
  await logOut(browser)
  const login = await browser.follow(await browser.submit(keys, 'scope', { ends: 'hour' }))
  assert.ok(isLogin(login))
  const back = await browser.submit(login, 'username', people.alice)
  assert.equal(back.location, `${server.issuer}/keys`)
})

test('a login form from another site is refused, whichever token it has (RFC 6749 §10.12)', async () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ]) {
    const browser = server.browser()
    const page = await start(browser)
    const form = findForm(page.html, 'username')
    assert.ok(form)
    const sent = await browser.post(new URL(form.action, page.url), fillForm(form, people.bob), undefined, headers)
    assert.equal(sent.status, 403)
    assert.equal(session(browser), undefined)
    assert.deepEqual(sent.headers.getSetCookie(), [])
  }
})
