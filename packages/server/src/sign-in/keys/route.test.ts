import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { readForms } from '../../../../../conformance/browser/forms.ts'
import { openDatabase } from '../../open-database.ts'
import { people, startServer, type TestServer } from '../../server.testing.ts'
import { listNewest } from '../../storage/stores/audit-statements.ts'

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

test('saving without a change says that the key is as it was, and records nothing', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.grant('web', { scope: 'read create' })
  const keys = await logIn(server, browser)
  const same = await browser.submit(keys, 'scope')
  assert.match(same.html, /The key of <bdi>Contacts Web<\/bdi> is as it was\./)
  assert.doesNotMatch(same.html, /You changed/)
  assert.equal(await countAudit(server, 'key.changed'), 0)
})

test('a key that was shortened tells its new end, one that was narrowed what it opens', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.grant('web', { scope: 'read create' })
  const keys = await logIn(server, browser)
  const shorter = await browser.submit(keys, 'scope', { ends: 'hour' })
  assert.match(shorter.html, /<p>It now ends in 1 hour\. <a/)
  const narrower = await browser.submit(shorter, 'scope', { scope: ['read'] })
  assert.match(narrower.html, /<p>It now opens only what you see below\. <a/)
  assert.equal(await countAudit(server, 'key.changed'), 2)
})

test('a person logs out everywhere else with one press, and stays here', async () => {
  const server = await startServer()
  const others = [server.browser(), server.browser()]
  for (const other of others) await logIn(server, other)
  const here = server.browser()
  const keys = await logIn(server, here)
  const form = readForms(keys.html).find(({ action }) => action === '/keys/end-other-sessions')
  const csrf = form?.fields.find(({ name }) => name === 'csrf')?.value
  const done = await here.post(`${server.issuer}/keys/end-other-sessions`, `csrf=${csrf}`, keys.url)
  assert.match(done.html, /You are logged out everywhere else\./)
  for (const other of others) assert.equal((await other.open(`${server.issuer}/keys`)).status, 303)
  assert.equal((await here.open(`${server.issuer}/keys`)).status, 200)
})
