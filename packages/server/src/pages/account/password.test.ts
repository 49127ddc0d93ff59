import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

const next = 'correct horse battery staple'

async function open(server: TestServer, browser: Browser, path = '/account/password'): Promise<Page> {
  const login = await browser.open(`${server.issuer}/login?to=${path}`)
  return browser.follow(await browser.submit(login, 'username', people.alice))
}

const send = (browser: Browser, page: Page, current: string, password: string) =>
  browser.submit(page, 'new_password', { current_password: current, new_password: password })

test('a new password needs the current one, ends other logins, and keeps this one', async () => {
  const server = await startServer()
  const [here, there] = [server.browser(), server.browser()]
  await open(server, there)
  const page = await open(server, here)
  assert.match(page.html, /name="current_password" type="password"[^>]* autocomplete="current-password"/)
  assert.match(page.html, /name="new_password" type="password"[^>]* autocomplete="new-password"/)
  const wrong = await send(here, page, 'not the password', next)
  assert.equal(wrong.status, 400)
  assert.match(wrong.html, /This is not your current password\./)
  const done = await here.follow(await send(here, wrong, people.alice.password, next))
  assert.match(done.html, /id="result"[\s\S]*Your password is changed\./)
  assert.equal((await there.open(`${server.issuer}/account`)).status, 303)
  assert.equal((await here.open(`${server.issuer}/account`)).status, 200)
  const login = async (password: string) => {
    const browser = server.browser()
    const form = await browser.open(`${server.issuer}/login`)
    return (await browser.submit(form, 'username', { username: people.alice.username, password })).status
  }
  assert.equal(await login(people.alice.password), 400)
  assert.equal(await login(next), 303)
  const activity = await here.open(`${server.issuer}/account/activity`)
  assert.match(activity.html, /The password was changed/)
  assert.match(activity.html, /Someone tried to log in and failed/)
})

test('a new password that is short, common, made of names or the old one is refused with its reason', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await open(server, browser)
  for (const [password, reason] of [
    ['short', /It needs 8 or more/],
    ['password123', /Many people use this password/],
    ['alice-alice-1', /made of your name/],
    [people.alice.password, /your current password already/],
  ] as const) {
    const refused = await send(browser, page, people.alice.password, password)
    assert.equal(refused.status, 400, password)
    assert.match(refused.html, reason)
    assert.doesNotMatch(refused.html, new RegExp(`value="${password}"`))
  }
})

test('the password changes only within five minutes of a login, which leads back', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await open(server, browser)
  server.pass(301)
  const late = await send(browser, page, people.alice.password, next)
  assert.equal(late.location, `${server.issuer}/login?to=%2Faccount%2Fpassword`)
  const again = await browser.follow(late)
  assert.match(again.html, /<h1>Confirm that it is you<\/h1>/)
  assert.match(again.html, /name="username"[^>]* value="alice"/)
  const back = await browser.follow(await browser.submit(again, 'username', people.alice))
  assert.equal(back.url.pathname, '/account/password')
})

test('of two changes at once one is made', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await open(server, browser)
  const both = await Promise.all(
    ['one good long password', 'another good password'].map((one) => send(browser, page, people.alice.password, one)),
  )
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 400])
})

test('a form of another site or without its token changes nothing', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await open(server, browser)
  const body = `current_password=${people.alice.password}&new_password=${encodeURIComponent(next)}`
  assert.equal((await browser.post(page.url, body, page.url)).status, 403)
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  assert.equal((await browser.post(page.url, body, undefined, foreign)).status, 403)
})
