import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { breakouts, chromeForTests as chrome } from '../../testing/hostile-text.ts'
import { authorizationRequest, type Fields, people, startServer, type TestServer } from '../../testing/server.ts'
import { type ConfirmPage, confirmPage } from './confirm-page.ts'

const loopback = 'http://127.0.0.1:9999/cb'
const scheme = 'com.example.app:/cb'
const [site, silentPage, otherSite] = [
  'https://spa.example.com/cb',
  'https://spa.example.com/silent',
  'https://spa.example.org/cb',
]
const base = { grant_types: ['authorization_code'], scope: 'read create' }
const uris = [loopback, scheme, site, silentPage, otherSite]
const app = { ...base, client_id: 'app', client_name: 'The app', redirect_uris: uris, application_type: 'native' }
const web = { ...app, client_id: 'local-spa', application_type: 'web' }
const trusting = { ...app, client_id: 'trusting', skip_confirmation_for_native: true }
const secret = { ...app, client_id: 'secret', client_secret: 'a-secret-0123456789abcdefghijklmnopqrstuvwxyz' }

const start = () => startServer(({ clients }) => ({ clients: [...clients, app, web, trusting, secret] }))
type Browser = ReturnType<TestServer['browser']>

async function ask(server: TestServer, browser: Browser, client_id: string, redirect_uri: string, fields: Fields = {}) {
  const request = authorizationRequest('native', { scope: 'read', client_id, redirect_uri, ...fields })
  return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(request.fields)}`))
}

/** Logs in and allows the client at one redirect URI. */
async function allow(server: TestServer, client: string, redirectUri: string): Promise<Browser> {
  const browser = server.browser()
  const login = await ask(server, browser, client, redirectUri)
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  const done = await browser.submit(consent, 'decision', { decision: 'allow' })
  assert.match(String(done.location), /[?&]code=/)
  return browser
}
const isConfirmation = (html: string) => {
  const form = findForm(html, 'decision')
  const names = form?.fields.map(({ name }) => name) ?? []
  return names.includes('confirm') && !names.includes('scope') && !names.includes('duration')
}

test('a public client on loopback or a private-use scheme gets no response without a page (RFC 8252 §8.6)', async () => {
  for (const [client, uri] of [
    ['app', loopback],
    ['app', scheme],
    ['local-spa', loopback],
  ] as const) {
    const server = await start()
    const browser = await allow(server, client, uri)
    const page = await ask(server, browser, client, uri)
    assert.ok(isConfirmation(page.html), page.html)
    assert.match(page.html, /Continue as <bdi>Alice Liddell<\/bdi>/)
    const denied = await browser.submit(page, 'decision', { decision: 'deny' })
    assert.match(String(denied.location), /[?&]error=access_denied/)
    const again = await ask(server, browser, client, uri)
    const done = await browser.submit(again, 'decision', { decision: 'allow' })
    assert.match(String(done.location), /[?&]code=/)
    assert.equal((await browser.submit(again, 'decision', { decision: 'allow' })).status, 400, 'once')
    const silent = await ask(server, browser, client, uri, { prompt: 'none' })
    assert.match(String(silent.location), /[?&]error=interaction_required/)
    const keys = await browser.open(`${server.issuer}/keys`)
    assert.equal(keys.html.split('class="key-form').length, 2, 'a confirmation adds no second key')
  }
})

test('an authorization of a public client at one place must be confirmed at another, which the page names (RFC 8252 §8.6)', async () => {
  for (const [at, elsewhere] of [
    [loopback, scheme],
    [loopback, site],
    [site, scheme],
    [site, otherSite],
  ] as const) {
    const server = await start()
    const browser = await allow(server, 'app', at)
    const silent = await ask(server, browser, 'app', elsewhere, { prompt: 'none' })
    assert.match(String(silent.location), /[?&]error=interaction_required/, `${at} ${elsewhere}`)
    const page = await ask(server, browser, 'app', elsewhere)
    assert.ok(isConfirmation(page.html))
    assert.ok(page.html.includes(new URL(elsewhere).host || 'com.example.app:'), elsewhere)
    const done = await browser.submit(page, 'decision', { decision: 'allow' })
    assert.ok(String(done.location).startsWith(`${elsewhere}?code=`))
    const next = await ask(server, browser, 'app', elsewhere)
    assert.equal(isConfirmation(next.html), !elsewhere.startsWith('https:'), 'an https redirect URI is known now')
  }
})

test('another port of a loopback redirect URI is the same destination, and https gets a response at once', async () => {
  const server = await start()
  const browser = await allow(server, 'trusting', loopback)
  const other = await ask(server, browser, 'trusting', 'http://127.0.0.1:1234/cb', { prompt: 'none' })
  assert.match(String(other.location), /^http:\/\/127\.0\.0\.1:1234\/cb\?code=/)
  const spa = await allow(server, 'app', site)
  // Pages of one origin can read each other's responses: a page for silent renewal is not another place.
  for (const uri of [site, silentPage])
    assert.match(String((await ask(server, spa, 'app', uri, { prompt: 'none' })).location), /[?&]code=/, uri)
})

test('what is given without a page at one place lasts no longer than what was allowed there (RFC 8252 §8.6)', async () => {
  const server = await start()
  const browser = await allow(server, 'app', loopback)
  for (const [uri, scope, duration] of [
    [loopback, 'read create', 'always'],
    [site, 'read', 'hour'],
    [site, 'create', 'hour'],
  ] as const) {
    const consent = await ask(server, browser, 'app', uri, { scope, prompt: 'consent' })
    const done = await browser.submit(consent, 'decision', { decision: 'allow', duration })
    assert.match(String(done.location), /[?&]code=/, `${uri} ${scope}`)
  }
  const silent = await ask(server, browser, 'app', site, { scope: 'read create', prompt: 'none' })
  assert.match(String(silent.location), /[?&]code=/)
  const database = new DatabaseSync(server.database)
  const newest = database
    .prepare('select ends_at from authorization where redirect_uri = ? order by created_at desc')
    .get(site)
  database.close()
  assert.ok(Number(newest?.ends_at) <= Date.now() + 3_600_000 && Number(newest?.ends_at) > 0, JSON.stringify(newest))
})

test('skip_confirmation_for_native skips the page at the same redirect URI and at no other', async () => {
  const server = await start()
  const browser = await allow(server, 'trusting', scheme)
  assert.match(String((await ask(server, browser, 'trusting', scheme)).location), /[?&]code=/)
  const elsewhere = await ask(server, browser, 'trusting', site, { prompt: 'none' })
  assert.match(String(elsewhere.location), /[?&]error=interaction_required/)
})

test('a confidential client authenticates, so its redirect URI makes no difference', async () => {
  const server = await start()
  const browser = await allow(server, 'secret', site)
  for (const uri of uris) {
    const silent = await ask(server, browser, 'secret', uri, { prompt: 'none' })
    assert.match(String(silent.location), /[?&]code=/, uri)
  }
})

test('rights revoked while the confirmation page was open are requested in full', async () => {
  const server = await start()
  const browser = await allow(server, 'app', loopback)
  const page = await ask(server, browser, 'app', loopback)
  const keys = await browser.open(`${server.issuer}/keys`)
  const [, form] = keys.html.split(/(?=<form [^>]*take-back)/)
  await browser.submit({ ...keys, html: form ?? '' }, 'key')
  const asked = await browser.submit(page, 'decision', { decision: 'allow' })
  assert.equal(asked.status, 200)
  assert.ok(!isConfirmation(asked.html))
  assert.match(asked.html, /name="scope" value="read"/)
})

const props: ConfirmPage = {
  chrome,
  action: '/consent',
  csrfToken: 'token-b',
  interaction: 'interaction-1',
  client: { name: 'Contacts app' },
  account: { name: 'Alice' },
  redirect: { host: '127.0.0.1:9999', anyApp: true },
  apis: [{ name: 'Contacts', rights: [], held: [{ name: 'create', description: 'Add contacts' }] }],
  switchAccountHref: '/login/switch',
}

test('no value can become markup', () => assert.deepEqual(breakouts(confirmPage, props), []))
