import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertRefused, startServer, type TestServer } from '../../testing/server.ts'

const minute = 60
const hour = 3600

/** Allows `read` for an hour, and half an hour later asks for `read create`. */
async function stepUp(server: TestServer, asking: { readonly scope?: readonly string[]; readonly duration: string }) {
  const browser = server.browser()
  await server.authorize('web', { scope: 'read' }, { browser, duration: 'hour' })
  server.pass(30 * minute)
  const { json } = await server.grant('web', { scope: 'read create' }, { browser, ...asking })
  return { browser, json }
}
const silent = async (server: TestServer, browser: ReturnType<TestServer['browser']>, scope: string) =>
  (await server.authorize('web', { scope, prompt: 'none' }, { browser })).fields

test('a step-up with the new scope unticked does not extend earlier rights', async () => {
  const server = await startServer()
  const { browser, json } = await stepUp(server, { scope: [], duration: 'always' })
  assert.equal(json.scope, 'read')
  assert.ok((await silent(server, browser, 'read')).get('code'))
  server.pass(31 * minute)
  assert.equal((await silent(server, browser, 'read')).get('error'), 'consent_required')
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
})

test('after a step-up earlier rights keep their end, and new ones have the chosen end', async () => {
  const server = await startServer()
  const { browser, json } = await stepUp(server, { duration: 'month' })
  assert.equal(json.scope, 'read create')
  server.pass(29 * minute)
  const last = await server.refresh('web', json.refresh_token)
  assert.equal(last.json.scope, 'read create')
  assert.ok(Number(last.json.expires_in) <= minute, 'a token outlives none of its scopes')
  const short = await server.refresh('web', last.json.refresh_token, { scope: 'create' })
  assert.equal(short.json.expires_in, 600)
  server.pass(2 * minute)
  assert.deepEqual(await server.introspect(last.json.access_token), { active: false })
  assert.equal((await server.introspect(short.json.access_token)).scope, 'create')
  assert.equal((await server.introspect(short.json.refresh_token, 'web')).scope, 'create')
  const next = await server.refresh('web', short.json.refresh_token)
  assert.equal(next.json.scope, 'create')
  assertRefused(await server.refresh('web', next.json.refresh_token, { scope: 'read' }), 'invalid_grant')
  assert.equal((await silent(server, browser, 'read')).get('error'), 'consent_required')
  assert.ok((await silent(server, browser, 'create')).get('code'))
})

test('no right outlives the chosen end', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.authorize('web', { scope: 'read' }, { browser, duration: 'always' })
  const { json } = await server.grant('web', { scope: 'read create' }, { browser, duration: 'hour' })
  server.pass(hour + 1)
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  assert.ok((await silent(server, browser, 'read')).get('code'), 'the first authorization is as it was')
})

test('a request that several authorizations cover keeps the end of each scope', async () => {
  const server = await startServer()
  const browser = server.browser()
  await server.authorize('web', { scope: 'read' }, { browser, duration: 'hour' })
  await server.authorize('web', { scope: 'create' }, { browser, duration: 'always' })
  const { json } = await server.grant('web', { scope: 'read create', prompt: 'none' }, { browser })
  assert.equal(json.scope, 'read create')
  server.pass(hour + 1)
  assert.equal((await server.refresh('web', json.refresh_token)).json.scope, 'create')
  assert.equal((await silent(server, browser, 'read create')).get('error'), 'consent_required')
})

test('the keys page shows which right expires earlier, hides it afterwards, and narrowing keeps its end', async () => {
  const server = await startServer()
  const { browser, json } = await stepUp(server, { duration: 'month' })
  const keys = await browser.open(`${server.issuer}/keys`)
  assert.match(keys.html, /<code>read<\/code> <span class="quiet-text">ends earlier: <time/)
  assert.doesNotMatch(keys.html, /<code>create<\/code> <span class="quiet-text">ends earlier/)
  const after = await browser.follow(await browser.submit(keys, 'scope', { scope: ['read'] }))
  assert.match(after.html, /It now opens only what you see below\. It ends in (?:30|29) minutes/)
  server.pass(31 * minute)
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  const { json: more } = await server.grant('web', { scope: 'read create' }, { browser, duration: 'month' })
  assert.equal(more.scope, 'read create')
  const again = await stepUp(await startServer(), { duration: 'month' })
  assert.equal(again.json.scope, 'read create')
})

test('a key of which one right expired is shown and changed without it', async () => {
  const server = await startServer()
  const { browser, json } = await stepUp(server, { duration: 'month' })
  server.pass(31 * minute)
  const keys = await browser.open(`${server.issuer}/keys`)
  assert.doesNotMatch(keys.html, /value="read"/)
  const same = await browser.follow(await browser.submit(keys, 'scope'))
  assert.match(same.html, /The key of <bdi>Contacts Web<\/bdi> has not changed\./)
  assert.equal((await server.refresh('web', json.refresh_token)).json.scope, 'create')
})
