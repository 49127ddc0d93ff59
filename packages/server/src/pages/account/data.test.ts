import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { fillForm, readForms } from '../../../../../conformance/browser/forms.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

const change = (server: TestServer, sql: string) => {
  const database = new DatabaseSync(server.database)
  database.exec(sql)
  database.close()
}

/** Starts a server whose accounts are such as a command or a sign-up adds. */
async function start() {
  const server = await startServer()
  change(server, "UPDATE account SET source = 'command', source_file = NULL, source_digest = NULL")
  return server
}

async function logIn(server: TestServer, browser: Browser, to = '/account/data'): Promise<Page> {
  const login = await browser.open(`${server.issuer}/login?to=${to}`)
  return browser.follow(await browser.submit(login, 'username', people.alice))
}

async function press(browser: Browser, page: Page, action: string, values: Record<string, string> = {}) {
  const form = readForms(page.html).find((one) => one.action.startsWith(action))
  assert.ok(form, `a form that posts to ${action}`)
  return browser.post(new URL(form.action, page.url), fillForm(form, values), page.url)
}

test('the export has what is held about the account, and neither secrets nor anything of others', async () => {
  const server = await start()
  const browser = server.browser()
  await server.grant('web', { scope: 'read' }, { person: 'bob' })
  await server.grant('web', { scope: 'read' }, { browser })
  const page = await logIn(server, browser)
  const file = await press(browser, page, '/account/data/export')
  assert.match(String(file.headers.get('content-disposition')), /^attachment; filename="alice-\d{4}-\d\d-\d\d\.json"$/)
  assert.match(String(file.headers.get('cache-control')), /no-store/)
  const data = JSON.parse(file.html) as Readonly<Record<string, readonly unknown[]>> & {
    readonly account: { readonly username: string }
  }
  assert.equal(data.account.username, 'alice')
  assert.equal(data.keys?.length, 1)
  assert.ok((data.sessions?.length ?? 0) >= 1)
  for (const part of ['profile', 'passkeys', 'recoveryCodes', 'loginsElsewhere', 'activity'])
    assert.ok(part in data, part)
  assert.doesNotMatch(file.html, /argon2|"hash"|secret|bob/i)
  server.pass(301)
  const late = await press(browser, page, '/account/data/export')
  assert.equal(late.location, `${server.issuer}/login?to=%2Faccount%2Fdata`)
})

test('a deletion needs the username, logs out everywhere, and can be cancelled after a login', async () => {
  const server = await start()
  const [here, there] = [server.browser(), server.browser()]
  await logIn(server, there)
  const page = await logIn(server, here)
  const wrong = await press(here, page, '/account/data/delete', { confirm_username: 'bob' })
  assert.equal(wrong.status, 400)
  const asked = await press(here, page, '/account/data/delete', { confirm_username: 'Alice' })
  assert.match(asked.html, /id="result"[\s\S]*Your account is to be deleted/)
  for (const one of [here, there]) assert.equal((await one.open(`${server.issuer}/account`)).status, 303)
  const offer = await logIn(server, here, '/account/profile')
  assert.equal(offer.url.pathname, '/account/deletion')
  assert.match(offer.html, /href="\/account\/profile">Go on without changing that/)
  const kept = await here.follow(await press(here, offer, '/account/deletion'))
  assert.match(kept.html, /Your account stays\./)
  assert.equal((await logIn(server, there)).url.pathname, '/account/data')
})

test('an account of the file cannot be deleted by its user, and the page says why', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await logIn(server, browser)
  assert.match(page.html, /from which it would return/)
  assert.doesNotMatch(page.html, /confirm_username/)
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
  await browser.post(
    `${server.issuer}/account/data/delete`,
    new URLSearchParams({ csrf, confirm_username: 'alice' }),
    page.url,
  )
  assert.equal((await browser.open(page.url)).status, 200)
})
