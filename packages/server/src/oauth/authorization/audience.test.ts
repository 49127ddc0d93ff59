import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import {
  assertGranted,
  assertRefused,
  authorizationRequest,
  calendar,
  contacts,
  type Fields,
  startServer,
  type TestServer,
} from '../../testing/server.ts'

const vault = 'https://vault.example.com'
const vaultApi = { identifier: vault, name: 'Vault', tokenFormat: 'opaque', scopes: [], introspectedBy: ['web'] }
const everywhere = [
  { identifier: contacts, scope: 'read create' },
  { identifier: calendar, scope: 'read write' },
  { identifier: vault },
]

/** A server with an API without scopes, which the client `web` names. */
function startWithVault(): Promise<TestServer> {
  return startServer(({ apis, clients }) => ({
    apis: [...apis, vaultApi],
    clients: clients.map((one) => (one.client_id === 'web' ? { ...one, apis: everywhere } : one)),
  }))
}

/** Opens an authorization request and follows it to the page or redirect at its end. */
async function open(server: TestServer, fields: Fields, browser = server.browser()) {
  const { fields: all } = authorizationRequest('web', fields)
  return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(all)}`))
}

const boxesOf = (html: string) =>
  (findForm(html, 'decision')?.fields ?? []).filter(({ name }) => name === 'scope').map(({ value }) => value)

test('an API without scopes is granted only by a page that named it (RFC 6749 §10.12, RFC 8707 §2)', async () => {
  const server = await startWithVault()
  const browser = server.browser()
  assertGranted(await server.grant('web', { scope: 'read' }, { browser }))
  for (const scope of [undefined, 'offline_access']) {
    const silent = await server.authorize('web', { resource: vault, scope, prompt: 'none' }, { browser })
    assert.equal(silent.fields.get('error'), 'consent_required')
  }
  const page = await open(server, { resource: vault }, browser)
  assert.match(page.html, /Use Vault; no specific permission/)
  assert.deepEqual(boxesOf(page.html), [`audience ${vault}`])
  const unticked = await browser.submit(page, 'decision', { decision: 'allow', scope: [] })
  assert.match(String(unticked.location), /error=access_denied/)
  const { json } = await server.grant('web', { resource: vault }, { browser })
  assert.equal((await server.introspect(json.access_token, 'web')).aud, vault)
  assert.ok((await server.authorize('web', { resource: vault, prompt: 'none' }, { browser })).fields.get('code'))
})

test('a scope that exists at one of two resources asks for the audience of the other', async () => {
  const server = await startWithVault()
  const browser = server.browser()
  await server.authorize('web', { scope: 'write', resource: calendar }, { browser })
  const both = { scope: 'write', resource: [calendar, contacts] }
  assert.equal(
    (await server.authorize('web', { ...both, prompt: 'none' }, { browser })).fields.get('error'),
    'consent_required',
  )
  const page = await open(server, both, browser)
  assert.deepEqual(boxesOf(page.html), [`audience ${contacts}`])
  const without = await browser.submit(page, 'decision', { decision: 'allow', scope: [] })
  assert.match(String(without.location), /[?&]code=/, 'what was held is granted again, and no more')
  assert.equal(
    (await server.authorize('web', { ...both, prompt: 'none' }, { browser })).fields.get('error'),
    'consent_required',
  )
  assertGranted(await server.grant('web', both, { browser }))
  assert.ok((await server.authorize('web', { ...both, prompt: 'none' }, { browser })).fields.get('code'))
})

test('if one of two resources was allowed, the page requests the other, and unticking it leaves the first', async () => {
  const server = await startWithVault()
  const browser = server.browser()
  await server.authorize('web', { scope: 'read create' }, { browser })
  const both = { resource: [contacts, vault] }
  const silent = await server.authorize('web', { ...both, prompt: 'none' }, { browser })
  assert.equal(silent.fields.get('error'), 'consent_required')
  const { json } = await server.grant('web', both, { browser, scope: [] })
  assert.equal((await server.introspect(json.access_token, 'web')).aud, contacts)
})

test('two APIs that were allowed separately are granted together without a page', async () => {
  const server = await startWithVault()
  const browser = server.browser()
  await server.authorize('web', { resource: vault }, { browser })
  await server.authorize('web', { scope: 'read' }, { browser })
  const both = { scope: 'read', resource: [contacts, vault], prompt: 'none' }
  const { json } = await server.redeem('web', await server.authorize('web', both, { browser }))
  assert.deepEqual((await server.introspect(json.access_token, 'web')).aud, [contacts, vault])
  const wider = { scope: 'create', resource: [contacts, vault], prompt: 'none' }
  assert.equal((await server.authorize('web', wider, { browser })).fields.get('error'), 'consent_required')
})

test('a token request may drop an audience and never adds one (RFC 8707 §2.2)', async () => {
  const server = await startWithVault()
  const outcome = await server.authorize('web', { scope: 'read', resource: [contacts, vault] })
  const first = await server.redeem('web', outcome, { resource: vault })
  assert.equal((await server.introspect(first.json.access_token, 'web')).aud, vault)
  assert.equal(first.json.scope, undefined)
  const second = await server.refresh('web', first.json.refresh_token, { resource: contacts })
  assert.equal((await server.introspect(second.json.access_token, 'web')).aud, contacts)
  assertRefused(await server.refresh('web', second.json.refresh_token, { resource: calendar }), 'invalid_target')
  const only = await server.grant('web', { scope: 'read' })
  assertRefused(await server.refresh('web', only.json.refresh_token, { resource: vault }), 'invalid_target')
})

test('on the keys page the use of an API without scopes is a box of its own, and unticking it takes effect', async () => {
  const server = await startWithVault()
  const browser = server.browser()
  const { json } = await server.grant('web', { scope: 'read', resource: [contacts, vault] }, { browser })
  const keys = await browser.open(`${server.issuer}/keys`)
  assert.match(keys.html, /Use Vault; no specific permission/)
  const after = await browser.follow(await browser.submit(keys, 'scope', { scope: ['read'] }))
  assert.doesNotMatch(after.html, /Use Vault/)
  assert.equal((await server.introspect(json.access_token, 'web')).aud, contacts)
  const next = await server.refresh('web', json.refresh_token)
  assert.equal((await server.introspect(next.json.access_token, 'web')).aud, contacts)
})

test('a token whose last right was unticked is not active, and its refresh is refused', async () => {
  const server = await startServer()
  const browser = server.browser()
  const { json } = await server.grant('web', { scope: 'read create' }, { browser })
  const narrow = await server.refresh('web', json.refresh_token, { scope: 'create' })
  await browser.submit(await browser.open(`${server.issuer}/keys`), 'scope', { scope: ['read'] })
  assert.deepEqual(await server.introspect(narrow.json.access_token), { active: false })
  assertRefused(await server.refresh('web', narrow.json.refresh_token, { scope: 'create' }), 'invalid_grant')
  assert.equal((await server.refresh('web', narrow.json.refresh_token)).json.scope, 'read')
})
