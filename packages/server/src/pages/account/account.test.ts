import assert from 'node:assert/strict'
import { test } from 'node:test'
import { people, startServer } from '../../testing/server.ts'

const server = await startServer()
const { issuer } = server
const path = (location: string | undefined) => location?.slice(issuer.length)

test('a page of the account needs a login and is where the login leads', async () => {
  const browser = server.browser()
  const page = await browser.open(`${issuer}/account`)
  assert.equal(page.status, 303)
  assert.equal(path(page.location), '/login?to=%2Faccount')
  const login = await browser.follow(page)
  assert.match(login.html, /<h1>Log in to see your account<\/h1>/)
  const overview = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.equal(overview.url.pathname, '/account')
  assert.match(overview.html, /<h1>My account<\/h1>/)
  assert.match(overview.html, /href="\/account" aria-current="page"/)
})

test('pages of the account are not kept, not framed and not shared with the page that opened them', async () => {
  const browser = server.browser()
  const login = await browser.open(`${issuer}/login?to=/account`)
  const { headers } = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.match(String(headers.get('cache-control')), /no-store/)
  assert.match(String(headers.get('content-security-policy')), /frame-ancestors 'none'/)
  assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin')
})

test('the choice of an account leads to the page for which it was asked', async () => {
  const browser = server.browser()
  for (const person of [people.alice, people.bob]) {
    const login = await browser.open(`${issuer}/login?other=yes`)
    await browser.submit(login, 'username', person)
  }
  const list = await browser.open(`${issuer}/login/switch`)
  const [current = '', other = ''] = [...list.html.matchAll(/name="account" value="([^"]+)"/g)].map(([, id]) => id)
  await browser.submit(list, 'log_out', { log_out: current })
  const chooser = await browser.follow(await browser.open(`${issuer}/account`))
  assert.equal(chooser.url.pathname + chooser.url.search, '/login/switch?to=%2Faccount')
  const overview = await browser.follow(await browser.submit(chooser, 'account', { account: other }))
  assert.equal(overview.url.pathname, '/account')
})

test('a login leads to no address but pages of the account and the keys', async () => {
  for (const to of [
    '//evil.example',
    '/\\evil.example',
    '/account//evil.example',
    'https://evil.example',
    '/account?x=1',
  ]) {
    const browser = server.browser()
    const login = await browser.open(`${issuer}/login?to=${encodeURIComponent(to)}`)
    const next = await browser.submit(login, 'username', people.alice)
    assert.equal(path(next.location), '/keys', to)
  }
})
