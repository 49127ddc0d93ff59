import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { confirmApp } from '../../testing/authenticator-app.ts'
import { authorizationRequest, people, startServer } from '../../testing/server.ts'

const brand = { termsUrl: 'https://example.com/terms' }
const required = (version: string) => () => ({ brand, terms: { version, required: true } })

test('new terms are asked for once at the next login, before anything else', async () => {
  const server = await startServer(required('1'))
  const browser = server.browser()
  const { fields } = authorizationRequest('web', { scope: 'read' })
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  const asked = await browser.submit(login, 'username', people.alice)
  assert.match(String(asked.location), /\/login\/terms\?request=/)
  assert.match(String((await browser.open(`${server.issuer}/keys`)).location), /\/login/, 'no session yet')
  const page = await browser.open(String(asked.location))
  assert.match(page.html, /https:\/\/example\.com\/terms/)
  const consent = await browser.follow(await browser.submit(page, 'decision', { decision: 'accept' }))
  assert.ok(findForm(consent.html, 'duration') ?? findForm(consent.html, 'scope'), 'the request continues')

  const other = server.browser()
  const again = await other.submit(await other.open(`${server.issuer}/login`), 'username', people.alice)
  assert.match(String(again.location), /\/keys$/)
  await server.restart(required('2'))
  const later = server.browser()
  const next = await later.submit(await later.open(`${server.issuer}/login`), 'username', people.alice)
  assert.match(String(next.location), /\/login\/terms/)
})

test('a user who declines is logged out, on a page that says so', async () => {
  const server = await startServer(() => ({ brand, terms: { version: '1' } }))
  const browser = server.browser()
  await browser.submit(await browser.open(`${server.issuer}/login`), 'username', people.alice)
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200, 'terms that are not required ask nothing')
  await server.restart(required('1'))
  const login = await browser.open(`${server.issuer}/login?to=/account`)
  const asked = await browser.open(String((await browser.submit(login, 'username', people.alice)).location))
  const declined = await browser.submit(asked, 'decision', { decision: 'decline' })
  assert.equal(declined.status, 200)
  assert.match(declined.html, /id="result"/)
  assert.match(declined.html, /You are logged out/)
  assert.match(String((await browser.open(`${server.issuer}/keys`)).location), /\/login/)
})

test('a login that waits for the terms belongs to its browser, and ends', async () => {
  const server = await startServer(required('1'))
  const browser = server.browser()
  const asked = await browser.submit(await browser.open(`${server.issuer}/login`), 'username', people.alice)
  const address = String(asked.location)
  const thief = server.browser()
  await thief.open(`${server.issuer}/login`)
  assert.match(String((await thief.open(address)).location), /\/login$/)
  server.pass(1801)
  assert.match(String((await browser.open(address)).location), /\/login$/)
  assert.match(String((await browser.open(`${server.issuer}/login/terms?step=x`)).location), /\/login$/)
})

test('a session from before new terms is asked for them at the next request of an app, which then continues', async () => {
  const server = await startServer()
  const browser = server.browser()
  const first = await server.authorize('web', { scope: 'read' }, { browser })
  assert.ok(first.fields.get('code'))
  await server.restart(required('2'))
  const ask = (more: Readonly<Record<string, string>> = {}) => {
    const { fields } = authorizationRequest('web', { scope: 'read', ...more })
    return browser.open(`${server.issuer}/authorize?${encode(fields)}`)
  }
  const silent = await ask({ prompt: 'none' })
  assert.equal(new URL(String(silent.location)).searchParams.get('error'), 'interaction_required')
  const page = await browser.follow(await ask())
  assert.match(page.html, /https:\/\/example\.com\/terms/)
  const back = await browser.submit(page, 'decision', { decision: 'accept' })
  const end = await browser.follow(back)
  assert.match(String(end.location), /^https:\/\/app\.example\.com\/callback\?code=/, 'nothing else is asked')
  assert.match(String((await ask({ prompt: 'none' })).location), /[?&]code=/)
})

test('a session from before new terms is asked for them on “My account”, and ends if the user declines', async () => {
  const server = await startServer()
  const browser = server.browser()
  await browser.submit(await browser.open(`${server.issuer}/login`), 'username', people.alice)
  await server.restart(required('2'))
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200, 'keys can be revoked')
  for (const path of ['/account', '/account/profile']) {
    const asked = await browser.open(server.issuer + path)
    assert.match(String(asked.location), /\/login\/terms\?to=/)
    const page = await browser.open(String(asked.location))
    const done = await browser.submit(page, 'decision', { decision: 'accept' })
    assert.equal(new URL(String(done.location), server.issuer).pathname, path)
    assert.equal((await browser.open(server.issuer + path)).status, 200)
    await server.restart(required(path))
  }
  const page = await browser.follow(await browser.open(`${server.issuer}/account`))
  await browser.submit(page, 'decision', { decision: 'decline' })
  assert.match(String((await browser.open(`${server.issuer}/keys`)).location), /\/login/)
  assert.match(String((await browser.open(`${server.issuer}/login/terms`)).location), /\/login/, 'nobody is asked')
})

test('a login that must set up a second factor is asked for new terms after it, once each', async () => {
  const server = await startServer(() => ({ ...required('1')(), secondFactor: { required: true } }))
  const browser = server.browser()
  const { fields } = authorizationRequest('web', { scope: 'read' })
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  const setUp = await browser.follow(await browser.submit(login, 'username', people.alice))
  const { shown } = await confirmApp(browser, setUp, Date.now())
  assert.match(shown.html, /class="codes"/)
  assert.match(String((await browser.open(`${server.issuer}/keys`)).location), /\/login/, 'no session yet')
  const next = /href="([^"]*\/login\/terms[^"]*)"/.exec(shown.html)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(next, shown.html)
  const terms = await browser.open(new URL(next, server.issuer).href)
  const consent = await browser.follow(await browser.submit(terms, 'decision', { decision: 'accept' }))
  assert.ok(findForm(consent.html, 'duration'), 'the request continues')
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200)
})
