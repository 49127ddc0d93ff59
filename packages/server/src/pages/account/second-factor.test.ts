import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser } from '../../../../../conformance/browser/browser.ts'
import { codeAt, confirmApp } from '../../testing/authenticator-app.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

const path = '/account/second-factor'

async function logIn(server: TestServer, browser = server.browser()) {
  const form = await browser.open(`${server.issuer}/login`)
  const page = await browser.follow(await browser.submit(form, 'username', { ...people.alice }))
  return { browser, page }
}
const isLoggedIn = async (server: TestServer, browser: Browser) =>
  (await browser.open(`${server.issuer}/account`)).status === 200

test('a user sets up an app, gets ten recovery codes once, and is logged out elsewhere', async () => {
  const server = await startServer()
  const [{ browser }, other] = [await logIn(server), await logIn(server)]
  const before = await browser.open(server.issuer + path)
  assert.match(before.html, /href="\/account\/second-factor\/app"/)
  const setUp = await browser.open(`${server.issuer}${path}/app`)
  const wrong = await browser.submit(setUp, 'secret', { code: '12345' })
  assert.equal(wrong.status, 400)
  assert.ok(await isLoggedIn(server, other.browser), 'nothing changed')
  const { codes, shown } = await confirmApp(browser, wrong, Date.now())
  assert.equal(new Set(codes).size, 10)
  assert.match(shown.html, /<a download="recovery-codes\.txt" href="data:text\/plain/)
  assert.ok(await isLoggedIn(server, browser))
  assert.equal(await isLoggedIn(server, other.browser), false)
  const after = await browser.open(server.issuer + path)
  assert.match(after.html, /10 codes are left/)
  for (const code of codes) assert.equal(after.html.includes(code), false)
})

test('each change needs a login within the last five minutes', async () => {
  const server = await startServer()
  const { browser } = await logIn(server)
  await confirmApp(browser, await browser.open(`${server.issuer}${path}/app`), Date.now())
  const page = await browser.open(server.issuer + path)
  server.pass(301)
  for (const action of ['codes', 'remove']) {
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    const reply = await browser.post(`${server.issuer}${path}/${action}`, new URLSearchParams({ csrf }), page.url)
    assert.match(String(reply.location), /\/login\?to=%2Faccount%2Fsecond-factor$/, action)
  }
  assert.match((await browser.open(server.issuer + path)).html, /10 codes are left/)
})

test('new recovery codes replace the old ones, and a removed second step is asked for no more', async () => {
  const server = await startServer()
  const { browser } = await logIn(server)
  const { codes } = await confirmApp(browser, await browser.open(`${server.issuer}${path}/app`), Date.now())
  const csrf = async () =>
    new URLSearchParams({
      csrf: /name="csrf" value="([^"]+)"/.exec((await browser.open(server.issuer + path)).html)?.[1] ?? '',
    })
  const made = await browser.post(`${server.issuer}${path}/codes`, await csrf(), new URL(server.issuer))
  const fresh = /<li><code>([\w-]+)<\/code>/.exec(made.html)?.[1] ?? ''
  const use = async (code: string) => {
    const { browser: one, page } = await logIn(server)
    const form = await one.open(`${page.url}&with=recovery-code`)
    return (await one.submit(form, 'recovery_code', { recovery_code: code })).status
  }
  assert.equal(await use(codes[0] ?? ''), 400)
  assert.equal(await use(fresh), 303)
  assert.equal(await use(fresh), 400)
  assert.match((await browser.open(server.issuer + path)).html, /9 codes are left/)
  const removed = await browser.follow(
    await browser.post(`${server.issuer}${path}/remove`, await csrf(), new URL(server.issuer)),
  )
  assert.match(removed.html, /The second step is off/)
  assert.equal((await logIn(server)).page.url.pathname, '/keys')
})

test('a remembered device is listed, and forgotten when its user asks', async () => {
  const server = await startServer()
  const { browser } = await logIn(server)
  const { key } = await confirmApp(browser, await browser.open(`${server.issuer}${path}/app`), Date.now())
  server.pass(60)
  const other = await logIn(server)
  const code = codeAt(key, Date.now() + 60_000)
  await other.browser.submit(other.page, 'code', { code, trust: 'yes' })
  const page = await browser.open(server.issuer + path)
  const after = await browser.follow(await browser.submit(page, 'device'))
  assert.match(after.html, /The device is forgotten/)
  const form = await other.browser.open(`${server.issuer}/login?other=yes`)
  const asked = await other.browser.follow(await other.browser.submit(form, 'username', { ...people.alice }))
  assert.equal(asked.url.pathname, '/login/second-factor')
})
