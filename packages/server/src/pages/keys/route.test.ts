import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { fillForm, readForms } from '../../../../../conformance/browser/forms.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { listNewest } from '../../storage/stores/audit/statements.ts'
import { calendar, contacts, people, startServer, type TestServer, testConfig } from '../../testing/server.ts'

async function logIn(server: TestServer, browser: Browser): Promise<Page> {
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  return browser.follow(await browser.submit(login, 'username', people.alice))
}

/** Counts the rows of one type in the audit log of a server, which is stopped for it. */
async function countAudit(server: TestServer, type: string): Promise<number> {
  await server.close()
  const database = await openDatabase(`sqlite:${server.database}`, Date.now())
  const rows = await database.run(listNewest, { most: 1000 })
  await database.close()
  return rows.filter((row) => row.type === type).length
}

test('saving without a change reports that, and records nothing', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.grant('web', { scope: 'read create' })
  const keys = await logIn(server, browser)
  const same = await browser.follow(await browser.submit(keys, 'scope'))
  assert.match(same.html, /The key of <bdi>Contacts Web<\/bdi> has not changed\./)
  assert.doesNotMatch(same.html, /You changed/)
  assert.equal(await countAudit(server, 'key.changed'), 0)
})

test('the notice shows the new end of a shortened key and the rights of a narrowed one', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.grant('web', { scope: 'read create' })
  const keys = await logIn(server, browser)
  const shorter = await browser.follow(await browser.submit(keys, 'scope', { ends: 'hour' }))
  assert.match(shorter.html, /<p>It now ends in 1 hour\. <a/)
  const narrower = await browser.follow(await browser.submit(shorter, 'scope', { scope: ['read'] }))
  assert.match(narrower.html, /<p>It now opens only what you see below\. <a/)
  assert.equal(await countAudit(server, 'key.changed'), 2)
})

test('a change responds with a redirect, so a reload repeats the notice but not the change', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.grant('web', { scope: 'read create' })
  const keys = await logIn(server, browser)
  const sent = await browser.submit(keys, 'scope', { scope: ['read'] })
  assert.equal(sent.status, 303)
  for (let round = 0; round < 2; round++) {
    assert.match((await browser.open(sent.location ?? '')).html, /You changed the key of <bdi>Contacts Web/)
  }
  const stranger = server.browser()
  await logIn(server, stranger)
  assert.doesNotMatch((await stranger.open(sent.location ?? '')).html, /You changed the key/)
  server.pass(601)
  assert.doesNotMatch((await browser.open(sent.location ?? '')).html, /You changed the key/)
  const out = readForms(keys.html).find(({ action }) => action === '/logout')
  assert.ok(out)
  const loggedOut = await browser.post(`${server.issuer}/logout`, fillForm(out, {}), keys.url)
  assert.equal(loggedOut.status, 303)
  assert.match((await browser.follow(loggedOut)).html, /id="result"[^>]*><h1>You are logged out/)
  const again = await browser.post(`${server.issuer}/logout`, fillForm(out, {}), keys.url)
  assert.match((await browser.follow(again)).html, /You are logged out/)
})

test('a refresh and an introspection count as uses of a key, redeeming the code does not', async () => {
  const server = await startServer()
  const browser = server.browser()
  const shown = async () => {
    // Uses are written once a second.
    await new Promise((resolve) => setTimeout(resolve, 1300))
    return (await browser.open(`${server.issuer}/keys`)).html
  }
  const { json } = await server.grant('web', { scope: 'read' })
  await logIn(server, browser)
  assert.doesNotMatch(await shown(), /used \d+ time/)
  await server.introspect(json.access_token)
  await server.refresh('web', json.refresh_token)
  assert.match(await shown(), /used 2 times/)
})

test('the keys page lists nothing that was granted at an API before it was removed and added again', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.grant('web', { scope: 'read create' })
  await server.grant('other', { scope: 'write', resource: calendar })
  await server.restart(() => ({ apis: testConfig.apis.filter(({ identifier }) => identifier !== contacts) }))
  await server.restart(() => ({ apis: testConfig.apis }))
  const { html } = await logIn(server, browser)
  assert.match(html, /May write/)
  assert.doesNotMatch(html, /May create|Contacts Web/)
  await server.grant('web', { scope: 'read' })
  const again = await browser.open(`${server.issuer}/keys`)
  assert.match(again.html, /Contacts Web/)
  assert.doesNotMatch(again.html, /May create/)
})
