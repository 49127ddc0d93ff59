import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { acrValues } from '../../oauth/authentication-contexts.ts'
import { codeAt, confirmApp } from '../../testing/authenticator-app.ts'
import { authorizationRequest, type Fields, people, startServer } from '../../testing/server.ts'

const [twoFactors, password] = acrValues
const server = await startServer()
let passed = 0
const pass = (seconds: number) => {
  passed += seconds
  server.pass(seconds)
}
const now = () => Date.now() + passed * 1000

const logIn = async (browser: Browser, person: { username: string; password: string }) =>
  browser.follow(
    await browser.submit(await browser.open(`${server.issuer}/login?other=yes`), 'username', { ...person }),
  )
const essential = (...values: readonly unknown[]) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }),
})
/** Opens an authorization request, and returns the page or the response that it leads to. */
async function ask(browser: Browser, fields: Fields) {
  const request = authorizationRequest('openid', { scope: 'openid', ...fields })
  return {
    request,
    page: await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(request.fields)}`)),
  }
}
const fieldsOf = ({ location }: Page) => new URL(location ?? 'x:').searchParams
const isCodePage = (page: Page) => page.url.pathname === '/login/second-factor' && /name="code"/.test(page.html)
const isSetUpPage = (page: Page) => page.url.pathname === '/login/second-factor' && /name="secret"/.test(page.html)

/** Allows what the page asks, and returns the claims of the ID token. */
async function finish(browser: Browser, { request, page }: Awaited<ReturnType<typeof ask>>) {
  const done = page.location?.startsWith(String(request.fields.redirect_uri))
    ? page
    : await browser.follow(await browser.submit(page, 'decision', { decision: 'allow' }))
  const { json } = await server.redeem('openid', { ...request, fields: fieldsOf(done) } as never)
  return decodeJwt(String(json.id_token))
}
const claimsOf = async (browser: Browser, fields: Fields = {}) => finish(browser, await ask(browser, fields))

/** Sets up an app for alice, once. */
const setUp = (async () => {
  const browser = server.browser()
  const person = people.alice
  await logIn(browser, person)
  const asked = await ask(browser, essential(twoFactors))
  const before = await claimsOf(browser)
  pass(30)
  const { key, shown } = await confirmApp(browser, asked.page, now())
  return { browser, asked, before, key, shown }
})()

/** Logs in with the password at a browser that needs no code there: a session of one factor. */
async function oneFactor(): Promise<Browser> {
  const { key } = await setUp
  const browser = server.browser()
  pass(60)
  await browser.submit(await logIn(browser, people.alice), 'code', { code: codeAt(key, now()), trust: 'yes' })
  const out = await browser.open(`${server.issuer}/logout`)
  await browser.submit(out, 'decision', { decision: 'allow' })
  await logIn(browser, people.alice)
  pass(60)
  return browser
}
const typeCode = async (browser: Browser, page: Page) =>
  browser.follow(await browser.submit(page, 'code', { code: codeAt((await setUp).key, now()) }))

test('the discovery document lists the contexts, the strongest first (OIDC Discovery §3)', async () => {
  const reply = await server.fetch(new Request(`${server.issuer}/.well-known/openid-configuration`))
  assert.deepEqual(((await reply.json()) as Fields).acr_values_supported, [
    'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
    'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
  ])
})

test('an account without a second factor is asked to set one up for an essential acr, and keeps the time of its login', async () => {
  const { browser, asked, before, shown } = await setUp
  assert.ok(isSetUpPage(asked.page), asked.page.url.href)
  assert.deepEqual([before.amr, before.acr], [['pwd'], password])
  const next = /href="([^"]+)" class="[^"]*button|class="[^"]*button[^"]*" href="([^"]+)"/.exec(shown.html)
  assert.ok(next, shown.html)
  const after = await finish(browser, { ...asked, page: await browser.follow(await browser.open(link(next))) })
  assert.deepEqual([after.amr, after.acr], [['pwd', 'otp', 'mfa'], twoFactors])
  assert.equal(after.auth_time, before.auth_time)
})
const link = (match: RegExpExecArray) => new URL((match[1] ?? match[2] ?? '').replaceAll('&amp;', '&'), server.issuer)

test('"Not now" at the set-up is unmet_authentication_requirements (OIDC Core §5.5.1.1)', async () => {
  const browser = server.browser()
  await logIn(browser, people.bob)
  const { page, request } = await ask(browser, essential(twoFactors))
  assert.ok(isSetUpPage(page))
  const refuse = /href="([^"]*refuse=yes[^"]*)"/.exec(page.html)
  assert.ok(refuse)
  const done = fieldsOf(await browser.open(link(refuse)))
  assert.deepEqual([done.get('error'), done.get('state')], ['unmet_authentication_requirements', request.state])
})

test('a session of one factor is led to the second factor only, and its auth_time stays', async () => {
  const browser = await oneFactor()
  const before = await claimsOf(browser)
  assert.deepEqual([before.amr, before.acr], [['pwd'], password])
  for (const fields of [essential(twoFactors), { acr_values: String(twoFactors) }]) {
    const other = await oneFactor()
    const first = await claimsOf(other)
    const asked = await ask(other, fields)
    assert.ok(isCodePage(asked.page), asked.page.url.href)
    const after = await finish(other, { ...asked, page: await typeCode(other, asked.page) })
    assert.deepEqual([after.amr, after.acr], [['pwd', 'otp', 'mfa'], twoFactors])
    assert.deepEqual([after.auth_time, after.sid], [first.auth_time, first.sid])
  }
})

test('a session of two factors satisfies a request for the weaker context, which its ID token names', async () => {
  const browser = await oneFactor()
  await typeCode(browser, (await ask(browser, essential(twoFactors))).page)
  assert.equal((await claimsOf(browser, essential(password))).acr, password)
  assert.equal((await claimsOf(browser, essential(password, twoFactors))).acr, twoFactors)
  assert.equal((await claimsOf(browser, { prompt: 'none', ...essential(twoFactors) })).acr, twoFactors)
  assert.equal((await claimsOf(browser)).acr, twoFactors)
})

test('acr_values is a wish: without a second factor, with a weaker first choice or prompt=none it asks for nothing', async () => {
  const bob = server.browser()
  await logIn(bob, people.bob)
  assert.equal((await claimsOf(bob, { acr_values: String(twoFactors) })).acr, password)
  const alice = await oneFactor()
  assert.equal((await claimsOf(alice, { acr_values: `${password} ${twoFactors}` })).acr, password)
  assert.equal((await claimsOf(alice, { acr_values: String(twoFactors), prompt: 'none' })).acr, password)
})

test('an essential acr of two factors is login_required with prompt=none for a session of one (OIDC Core §3.1.2.6)', async () => {
  const browser = await oneFactor()
  const { page } = await ask(browser, { prompt: 'none', ...essential(twoFactors) })
  assert.equal(fieldsOf(page).get('error'), 'login_required')
})

test('a login older than max_age begins with the first factor again', async () => {
  const browser = await oneFactor()
  const { page } = await ask(browser, { max_age: '10', ...essential(twoFactors) })
  assert.equal(page.url.pathname, '/login')
})

test('the step-up of a session ends with the session', async () => {
  const browser = await oneFactor()
  const { page } = await ask(browser, essential(twoFactors))
  await logIn(browser, people.alice)
  const late = await browser.open(page.url)
  assert.match(String(late.location), /\/login\?.*late=yes/)
})
