import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { fillForm, readForms } from '../../../../../conformance/browser/forms.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

async function logIn(server: TestServer, browser: Browser, person: keyof typeof people = 'alice'): Promise<Page> {
  const login = await browser.open(`${server.issuer}/login?to=/account/sessions`)
  return browser.follow(await browser.submit(login, 'username', people[person]))
}

/** Submits the form with an action; with `values`, which a button would send. */
async function press(browser: Browser, page: Page, action: string, values: Record<string, string> = {}) {
  const form = readForms(page.html).find((one) => one.action === action)
  assert.ok(form, `a form that posts to ${action}`)
  return browser.post(new URL(action, page.url), fillForm(form, values), page.url)
}

test('a user sees each browser, where it was last used, and which one this is', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await logIn(server, browser)
  assert.match(page.html, /<h1>Where you are logged in<\/h1>/)
  assert.equal(page.html.match(/this browser<\/span>/g)?.length, 1)
  const from = async (remoteAddress: string) => {
    const headers = { cookie: browser.cookies.header('/') }
    const reply = await server.fetch(new Request(`${server.issuer}/account/sessions`, { headers }), { remoteAddress })
    return reply.text()
  }
  for (const address of ['192.0.2.7', '192.0.2.9']) {
    server.pass(61)
    await from(address)
    // The use is written in the background, and no second one within the same minute.
    await setTimeout(200)
    assert.ok((await from('192.0.2.8')).includes(`from the address <bdi>${address}</bdi>`), address)
  }
})

test('a user logs one browser out, and no session of another user', async () => {
  const server = await startServer()
  const [here, there, stranger] = [server.browser(), server.browser(), server.browser()]
  await logIn(server, there)
  const bobs = await logIn(server, stranger, 'bob')
  const page = await logIn(server, here)
  const ids = [...page.html.matchAll(/name="session" value="([^"]+)"/g)].map(([, id]) => id ?? '')
  const done = await here.follow(await press(here, page, '/account/sessions/end', { session: ids[1] ?? '' }))
  assert.match(done.html, /id="result"[\s\S]*is logged out\./)
  assert.equal((await there.open(`${server.issuer}/account`)).status, 303)
  const [bob = ''] = [...bobs.html.matchAll(/name="session" value="([^"]+)"/g)].map(([, id]) => id ?? '')
  const refused = await here.follow(await press(here, done, '/account/sessions/end', { session: bob }))
  assert.match(refused.html, /Nothing was changed\./)
  assert.equal((await stranger.open(`${server.issuer}/account`)).status, 200)
})

test('a user who logs this browser out is led to the login', async () => {
  const server = await startServer()
  const here = server.browser()
  const page = await logIn(server, here)
  const done = await press(here, page, '/account/sessions/end')
  assert.equal(done.location, `${server.issuer}/login`)
  assert.equal((await here.open(`${server.issuer}/account`)).status, 303)
})

test('a user logs out everywhere else, and stays logged in here', async () => {
  const server = await startServer()
  const others = [server.browser(), server.browser()]
  for (const other of others) await logIn(server, other)
  const here = server.browser()
  const page = await logIn(server, here)
  const done = await here.follow(await press(here, page, '/account/sessions/end-all', { decision: 'others' }))
  assert.match(done.html, /You are logged out everywhere else\.[\s\S]*2 logins ended\. Keys stay as they are\./)
  for (const other of others) assert.equal((await other.open(`${server.issuer}/account`)).status, 303)
  assert.equal((await here.open(`${server.issuer}/account`)).status, 200)
})

test('logging out everywhere ends every session, and revokes the keys if the user wants that', async () => {
  const server = await startServer()
  const [here, there] = [server.browser(), server.browser()]
  const granted = await server.grant('web', { scope: 'read' }, { browser: there })
  const stay = await press(here, await logIn(server, here), '/account/sessions/end-all', { decision: 'all' })
  assert.equal(stay.location, `${server.issuer}/login`)
  for (const one of [here, there]) assert.equal((await one.open(`${server.issuer}/account`)).status, 303)
  const refreshed = await server.refresh('web', granted.json.refresh_token)
  assert.equal(refreshed.status, 200)
  const again = await logIn(server, here)
  await press(here, again, '/account/sessions/end-all', { decision: 'all', revoke: 'yes' })
  assert.equal((await server.refresh('web', refreshed.json.refresh_token)).status, 400)
})
