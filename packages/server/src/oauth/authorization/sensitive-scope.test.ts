import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { codeAt, confirmApp } from '../../testing/authenticator-app.ts'
import { authorizationRequest, type Fields, people, startServer } from '../../testing/server.ts'

const server = await startServer(({ apis }) => ({
  apis: apis.map((api, index) =>
    index > 0
      ? api
      : {
          ...api,
          scopes: ['read', 'create', 'delete'].map((name) => ({
            name,
            description: `May ${name}`,
            sensitive: name === 'delete',
          })),
        },
  ),
}))
let passed = 0
const pass = (seconds: number) => {
  passed += seconds
  server.pass(seconds)
}

const logIn = async (browser: Browser, person: { username: string; password: string }) =>
  browser.follow(
    await browser.submit(await browser.open(`${server.issuer}/login?other=yes`), 'username', { ...person }),
  )
async function ask(browser: Browser, fields: Fields) {
  const { fields: all } = authorizationRequest('web', fields)
  return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(all)}`))
}
const allow = async (browser: Browser, page: Page, scope: readonly string[]) =>
  browser.follow(await browser.submit(page, 'decision', { decision: 'allow', scope: [...scope], duration: 'always' }))
const errorOf = ({ location }: Page) => new URL(location ?? 'x:').searchParams.get('error')
const boxOf = (page: Page, value: string) =>
  new RegExp(`<input[^>]*name="scope" value="${value}"[^>]*>`).exec(page.html)?.[0]

test('a sensitive scope is marked on the pages, and ticked at first only if nothing else is requested', async () => {
  const browser = server.browser()
  await logIn(browser, people.bob)
  const page = await ask(browser, { scope: 'read delete' })
  assert.match(String(boxOf(page, 'read')), / checked/)
  assert.doesNotMatch(String(boxOf(page, 'delete')), / checked/)
  assert.equal(page.html.match(/Sensitive/g)?.length, 1)
  const alone = await ask(browser, { scope: 'delete' })
  assert.match(String(boxOf(alone, 'delete')), / checked/)
  assert.match(alone.html, /Sensitive/)
  await allow(browser, page, ['read', 'delete'])
  const keys = await browser.open(`${server.issuer}/keys`)
  const key = /href="([^"]*\/keys\/[^"]+)"/.exec(keys.html)?.[1]
  const shown = key === undefined ? keys : await browser.open(new URL(key, server.issuer))
  assert.match(shown.html, /Sensitive/)
})

test('without a second factor a sensitive scope needs a login within the last 15 minutes, also where it was allowed before', async () => {
  const browser = server.browser()
  await logIn(browser, people.bob)
  await allow(browser, await ask(browser, { scope: 'read delete', prompt: 'consent' }), ['read', 'delete'])
  assert.equal(errorOf(await ask(browser, { scope: 'delete', prompt: 'none' })), null)
  pass(16 * 60)
  assert.equal(errorOf(await ask(browser, { scope: 'delete', prompt: 'none' })), 'login_required')
  assert.equal(errorOf(await ask(browser, { scope: 'read', prompt: 'none' })), null)
  const login = await ask(browser, { scope: 'delete' })
  assert.equal(login.url.pathname, '/login')
  assert.match(login.html, /name="password"/)
  const done = await browser.follow(await browser.submit(login, 'username', { ...people.bob }))
  assert.match(String(done.location), /[?&]code=/)
})

test('with a second factor a sensitive scope needs it, however recent the login, and prompt=none gets none silently', async () => {
  const browser = server.browser()
  await logIn(browser, people.alice)
  await allow(browser, await ask(browser, { scope: 'read delete', prompt: 'consent' }), ['read', 'delete'])
  const claims = JSON.stringify({
    id_token: { acr: { essential: true, value: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor' } },
  })
  const { fields } = authorizationRequest('openid', { scope: 'openid', claims })
  const setUp = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  const { key } = await confirmApp(browser, setUp, Date.now() + passed * 1000)
  assert.equal(errorOf(await ask(browser, { scope: 'delete', prompt: 'none' })), null, 'the session has two factors')
  await logOut(browser)
  pass(60)
  const trusted = await logIn(browser, people.alice)
  await browser.submit(trusted, 'code', { code: codeAt(key, Date.now() + passed * 1000), trust: 'yes' })
  await logOut(browser)
  await logIn(browser, people.alice)
  assert.equal(errorOf(await ask(browser, { scope: 'delete', prompt: 'none' })), 'login_required')
  assert.equal(errorOf(await ask(browser, { scope: 'read', prompt: 'none' })), null)
  const page = await ask(browser, { scope: 'delete' })
  assert.equal(page.url.pathname, '/login/second-factor')
  pass(60)
  const done = await browser.follow(
    await browser.submit(page, 'code', { code: codeAt(key, Date.now() + passed * 1000) }),
  )
  assert.match(String(done.location), /[?&]code=/)
})

async function logOut(browser: Browser) {
  const page = await browser.open(`${server.issuer}/logout`)
  await browser.submit(page, 'decision', { decision: 'allow' })
}
