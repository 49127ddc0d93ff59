import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
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
