import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { readForms } from '../../../../../conformance/browser/forms.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

async function logIn(server: TestServer, browser: Browser): Promise<Page> {
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  return browser.follow(await browser.submit(login, 'username', people.alice))
}

/** Builds what the form of a page sends to an address. */
function fieldsOf(page: Page, action: string): string {
  const form = readForms(page.html).find((one) => one.action === action)
  return new URLSearchParams(
    form?.fields.map(({ name, value }): [string, string] => [name ?? '', value ?? '']) ?? [],
  ).toString()
}

const takeBack = async (server: TestServer, browser: Browser, keys: Page) =>
  browser.follow(await browser.post(`${server.issuer}/keys/take-back`, fieldsOf(keys, '/keys/take-back'), keys.url))

const undo = (server: TestServer, browser: Browser, done: Page, fields = fieldsOf(done, '/keys/undo')) =>
  browser.post(`${server.issuer}/keys/undo`, fields, done.url)

test('a revocation takes effect at once, and undoing it restores the same tokens and rights', async () => {
  const server = await startServer()
  const browser = server.browser()
  const { json } = await server.grant('web', { scope: 'read create' })
  const done = await takeBack(server, browser, await logIn(server, browser))
  assert.match(done.html, /You took the key back from/)
  assert.equal((await server.introspect(json.access_token)).active, false)
  assert.equal((await server.refresh('web', json.refresh_token)).json.error, 'invalid_grant')
  const back = await browser.follow(await undo(server, browser, done))
  assert.match(back.html, /id="result"[\s\S]*<bdi>Contacts Web<\/bdi> has its key again\./)
  assert.equal((await server.introspect(json.access_token)).scope, 'read create')
  assert.equal((await server.refresh('web', json.refresh_token)).status, 200)
  const again = await server.authorize('web', { scope: 'read create' })
  assert.ok(again.fields.get('code'), 'what was allowed is remembered again')
})

test('a revocation cannot be undone after ten seconds, and the button is gone', async () => {
  const server = await startServer()
  const browser = server.browser()
  const { json } = await server.grant('web', { scope: 'read' })
  const done = await takeBack(server, browser, await logIn(server, browser))
  const fields = fieldsOf(done, '/keys/undo')
  assert.match(fields, /undo=/)
  server.pass(11)
  assert.doesNotMatch((await browser.open(done.url)).html, /keys\/undo/)
  const late = await browser.follow(await undo(server, browser, done, fields))
  assert.match(late.html, /The ten seconds to undo this are over/)
  assert.equal((await server.introspect(json.access_token)).active, false)
})

test('of fifty attempts to undo a revocation at once one succeeds, and none undoes a later one', async () => {
  const server = await startServer()
  const browser = server.browser()
  const { json } = await server.grant('web', { scope: 'read' })
  const done = await takeBack(server, browser, await logIn(server, browser))
  const fields = fieldsOf(done, '/keys/undo')
  const replies = await Promise.all(Array.from({ length: 50 }, () => undo(server, browser, done, fields)))
  const pages = await Promise.all(replies.map(({ location }) => browser.open(location ?? '')))
  assert.equal(pages.filter(({ html }) => html.includes('has its key again')).length, 1)
  await takeBack(server, browser, await browser.open(`${server.issuer}/keys`))
  const replayed = await browser.follow(await undo(server, browser, done, fields))
  assert.match(replayed.html, /it was undone already/)
  assert.equal((await server.introspect(json.access_token)).active, false)
})

test('a revocation is undone only in the session in which it was made', async () => {
  const server = await startServer()
  const browser = server.browser()
  const { json } = await server.grant('web', { scope: 'read' })
  const done = await takeBack(server, browser, await logIn(server, browser))
  const sealed = new URLSearchParams(fieldsOf(done, '/keys/undo')).get('undo') ?? ''
  const other = server.browser()
  await server.grant('other', { scope: 'read' })
  const csrf = new URLSearchParams(fieldsOf(await logIn(server, other), '/keys/take-back')).get('csrf') ?? ''
  const fields = new URLSearchParams({ csrf, undo: sealed }).toString()
  const refused = await other.follow(await undo(server, other, done, fields))
  assert.match(refused.html, /Nothing was changed/)
  assert.equal((await server.introspect(json.access_token)).active, false)
})

test('keys that were not used for 90 days are shown first, then revoked together, and that can be undone', async () => {
  const server = await startServer((config) => ({
    lifetimes: { session: 20_000_000, sessionIdle: 20_000_000 },
    ...config,
  }))
  const browser = server.browser()
  await server.grant('web', { scope: 'read' }, { duration: 'always' })
  await server.grant('native', { scope: 'read' }, { duration: 'always' })
  server.pass(91 * 86_400)
  await server.grant('other', { scope: 'write' })
  const keys = await logIn(server, browser)
  assert.match(keys.html, /<a href="\/keys\/unused">2 keys not used for 90 days<\/a>/)
  const shown = await browser.open(`${server.issuer}/keys/unused`)
  assert.match(shown.html, /Take these 2 keys back/)
  assert.doesNotMatch(shown.html, /other<\/bdi>/)
  const fields = fieldsOf(shown, '/keys/take-back-unused')
  const done = await browser.follow(await browser.post(`${server.issuer}/keys/take-back-unused`, fields, shown.url))
  assert.match(done.html, /id="result"[^<]*<p class="notice-title">You [a-z ]+ 2 keys\./)
  assert.equal(done.html.match(/class="key-row"/g)?.length, 1)
  const back = await browser.follow(await undo(server, browser, done))
  assert.match(back.html, /2 keys work again\./)
  assert.equal(back.html.match(/class="key-row"/g)?.length, 3)
  const forged = new URLSearchParams({ csrf: new URLSearchParams(fields).get('csrf') ?? '', before: '9999999999999' })
  await browser.post(`${server.issuer}/keys/take-back-unused`, forged.toString(), shown.url)
  assert.equal((await browser.open(`${server.issuer}/keys`)).html.match(/class="key-row"/g)?.length, 3)
})

test('a key has a page of its own, to which changes lead back; that of another user does not exist', async () => {
  const server = await startServer()
  const [alice, bob] = [server.browser(), server.browser()]
  await server.grant('web', { scope: 'read create' })
  const keys = await logIn(server, alice)
  const path = /href="(\/keys\/[\w-]{10,})"/.exec(keys.html)?.[1] ?? ''
  const page = await alice.open(server.issuer + path)
  const changed = await alice.follow(await alice.submit(page, 'scope', { scope: ['read'] }))
  assert.equal(new URL(changed.url).pathname, path)
  assert.match(changed.html, /You changed the key of/)
  const login = await bob.open(server.issuer + path)
  assert.equal(login.location, `${server.issuer}/login?to=${path}`)
  const after = await bob.follow(await bob.submit(await bob.follow(login), 'username', people.bob))
  assert.equal(after.status, 404)
})
