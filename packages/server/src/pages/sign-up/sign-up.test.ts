import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser } from '../../../../../conformance/browser/browser.ts'
import { fillForm, findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { outboxLinks, until } from '../../testing/mail.ts'
import { authorizationRequest, startServer, type TestConfig, type TestServer } from '../../testing/server.ts'

const password = 'seven bright umbrellas walking'

const open = ({ accounts }: TestConfig) => ({
  signUp: 'open',
  accounts: accounts.map((one) => (one.username === 'alice' ? { ...one, email: 'Alice@example.com' } : one)),
})

async function ask(server: TestServer, email: string, browser: Browser = server.browser(), start = '/sign-up') {
  return browser.submit(await browser.open(new URL(start, server.issuer).href), 'email', { email })
}

/** Asks for a link and reads it from the outbox page. */
async function findLink(server: TestServer, email: string, browser?: Browser, start?: string): Promise<string> {
  const before = await outboxLinks(server)
  await ask(server, email, browser, start)
  await until('a message', async () => (await outboxLinks(server)).length > before.length)
  return (await outboxLinks(server))[0] ?? ''
}

const outbox = async (server: TestServer) => (await server.browser().open(`${server.issuer}/dev/outbox`)).html

async function finish(browser: Browser, link: string, fields: Readonly<Record<string, string>> = {}) {
  return browser.submit(await browser.open(link), 'password', { name: 'Nina Ng', password, ...fields })
}

test('a user signs up by e-mail, and the app that sent them gets their claims', async () => {
  const server = await startServer(open)
  const browser = server.browser()
  const request = authorizationRequest('openid', { scope: 'openid profile email' })
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(request.fields)}`))
  const href = /href="(\/sign-up\?request=[^"]+)"/.exec(login.html)?.[1]
  assert.ok(href, 'the login page leads to the sign-up')
  const link = await findLink(server, 'Nina@Example.com', browser, href.replaceAll('&amp;', '&'))
  assert.ok(link.startsWith(`${server.issuer}/sign-up/finish?link=`), link)
  const done = await finish(browser, link)
  assert.match(String(done.location), /\/consent\?request=/)
  const { state, verifier } = request
  const outcome = await server.authorize('openid', { scope: 'openid profile email' }, { browser })
  assert.ok(state && verifier)
  const { json } = await server.redeem('openid', outcome)
  const reply = await server.fetch(
    new Request(`${server.issuer}/userinfo`, { headers: { authorization: `Bearer ${json.access_token}` } }),
  )
  const { sub: _, updated_at: at, ...claims } = (await reply.json()) as Readonly<Record<string, unknown>>
  assert.ok(typeof at === 'number')
  assert.deepEqual(claims, {
    preferred_username: 'nina@example.com',
    name: 'Nina Ng',
    locale: 'en',
    email: 'Nina@Example.com',
    email_verified: true,
  })
})

test('known and unknown addresses look the same, and only their mailboxes get to know', async () => {
  const server = await startServer(open)
  const pages = []
  for (const email of ['alice@example.com', 'other@example.com', 'ALICE@EXAMPLE.COM', 'bob@example.com']) {
    const { status, html } = await ask(server, email)
    pages.push({ status, html: html.replaceAll(email, '…').replaceAll(/nonce[-=]"?[\w-]+"?/g, '') })
  }
  for (const page of pages) assert.deepEqual(page, pages[0])
  assert.equal(pages[0]?.status, 200)
  await until('all messages', async () => ((await outbox(server)).match(/<article/g)?.length ?? 0) === 4)
  assert.equal((await outboxLinks(server)).length, 2)
  assert.match(await outbox(server), /There is one already: “alice”/)
  assert.match(await outbox(server), /To <bdi>Alice@example\.com/)
})

test('opening a link, as programs that check mail do, does not use it; a form with faults does not either', async () => {
  const server = await startServer(open)
  const link = await findLink(server, 'nina@example.com')
  for (let time = 0; time < 5; time++) assert.equal((await server.fetch(new Request(link))).status, 200)
  const browser = server.browser()
  for (const [fields, fault] of [
    [{ password: 'short' }, /It needs 8 or more/],
    [{ password: 'nina@example.com' }, /name/],
    [{ name: ' ' }, /Write your name/],
    [{ name: 'x'.repeat(201) }, /Write your name/],
  ] as const) {
    const refused = await finish(browser, link, fields)
    assert.equal(refused.status, 400)
    assert.match(refused.html, fault)
  }
  assert.match(String((await finish(browser, link)).location), /\/account$/)
  assert.equal((await browser.open(link)).status, 400)
})

test('what is no address is refused at once, and nothing is sent', async () => {
  const server = await startServer(open)
  for (const email of [
    '',
    'nina',
    'nina@',
    'a@b@example.com',
    '"a" <a@example.com>',
    `${'a'.repeat(200)}@example.com`,
  ]) {
    const refused = await ask(server, email)
    assert.equal(refused.status, 400, email)
    assert.match(refused.html, /Check the address/)
  }
  assert.equal((await outboxLinks(server)).length, 0)
})

test('in another browser the request of the app does not go on, and the page says where to go', async () => {
  const server = await startServer(open)
  const browser = server.browser()
  const { fields } = authorizationRequest('web', { scope: 'read' })
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  const href = /href="(\/sign-up\?request=[^"]+)"/.exec(login.html)?.[1] ?? ''
  const link = await findLink(server, 'nina@example.com', browser, href.replaceAll('&amp;', '&'))
  const other = server.browser()
  const done = await finish(other, link)
  assert.match(String(done.location), /\/sign-up\/done$/)
  assert.match((await other.open(String(done.location))).html, /Go back to where you began/)
})

test('a request too long for a link is not lost without a word', async () => {
  const server = await startServer(open)
  const browser = server.browser()
  const { fields } = authorizationRequest('web', { scope: 'read', state: 'x'.repeat(3_500) })
  const login = await browser.follow(await browser.open(`${server.issuer}/authorize?${encode(fields)}`))
  const href = /href="(\/sign-up\?request=[^"]+)"/.exec(login.html)?.[1] ?? ''
  const link = await findLink(server, 'nina@example.com', browser, href.replaceAll('&amp;', '&'))
  assert.match(String((await finish(browser, link)).location), /\/sign-up\/done$/)
})

test('requests are limited by e-mail address without a sign of it, and by network with one', async () => {
  const server = await startServer(open)
  for (let time = 0; time < 6; time++) assert.equal((await ask(server, 'nina@example.com')).status, 200)
  await until('the messages', async () => (await outboxLinks(server)).length === 3)
  const statuses: number[] = []
  for (let time = 0; time < 20; time++) statuses.push((await ask(server, `one${time}@example.com`)).status)
  assert.equal(statuses.at(-1), 429)
})

test('the terms are accepted with the account, or there is none', async () => {
  const server = await startServer((config) => ({
    ...open(config),
    terms: { version: '2026-01' },
    brand: { termsUrl: 'https://example.com/terms', privacyUrl: 'https://example.com/privacy' },
  }))
  const browser = server.browser()
  assert.match((await browser.open(`${server.issuer}/sign-up`)).html, /https:\/\/example\.com\/terms/)
  const link = await findLink(server, 'nina@example.com')
  const refused = await browser.submit(await browser.open(link), 'password', { name: 'Nina', password })
  assert.equal(refused.status, 400)
  assert.match(refused.html, /Accept the terms/)
  const done = await browser.submit(refused, 'password', { password, terms: '2026-01' })
  assert.match(String(done.location), /\/account$/)
})

test('links lead to the configured issuer, whatever host the request names', async () => {
  const server = await startServer(open)
  const browser = server.browser()
  const form = findForm((await browser.open(`${server.issuer}/sign-up`)).html, 'email')
  assert.ok(form)
  await server.fetch(
    new Request('http://evil.example/sign-up', {
      method: 'POST',
      headers: {
        cookie: browser.cookies.header('/'),
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-host': 'evil.example',
      },
      body: fillForm(form, { email: 'nina@example.com' }),
    }),
  )
  await until('the message', async () => (await outboxLinks(server)).length === 1)
  assert.doesNotMatch(await outbox(server), /evil/)
})

test('closed, there is no sign-up and no link to it; by invitation, the page says so', async () => {
  const closed = await startServer()
  assert.doesNotMatch((await closed.browser().open(`${closed.issuer}/login`)).html, /sign-up/)
  for (const path of ['/sign-up', '/sign-up/finish', '/sign-up/done', '/invitation'])
    assert.equal((await closed.browser().open(closed.issuer + path)).status, 404, path)
  const invited = await startServer(() => ({ signUp: 'invitation' }))
  assert.doesNotMatch((await invited.browser().open(`${invited.issuer}/login`)).html, /sign-up/)
  assert.match((await invited.browser().open(`${invited.issuer}/sign-up`)).html, /by invitation/)
})

test('a sign-up without mail, and terms without an address, are refused at start', async () => {
  const production = { issuer: 'https://id.example.com', secret: 'k8Yx0u2rWq5ZbT1eNfHs7A-for-tests', accounts: [] }
  await assert.rejects(
    startServer(() => ({ ...production, signUp: 'open' })),
    /signUp: open needs mail/,
  )
  await assert.rejects(
    startServer(() => ({ terms: { version: '1' } })),
    /terms needs brand\.termsUrl/,
  )
})

test('prompt=create leads to the sign-up, where users sign up (OIDC Initiating User Registration §4.1)', async () => {
  const server = await startServer(open)
  const discovery = async (one: TestServer) =>
    (await (await one.fetch(new Request(`${one.issuer}/.well-known/openid-configuration`))).json())
      .prompt_values_supported
  assert.ok((await discovery(server)).includes('create'))
  const { fields } = authorizationRequest('web', { scope: 'read', prompt: 'create' })
  const browser = server.browser()
  const start = await browser.open(`${server.issuer}/authorize?${encode(fields)}`)
  assert.match(String(start.location), /\/sign-up\?request=/)
  const path = new URL(String(start.location), server.issuer)
  const link = await findLink(server, 'nina@example.com', browser, path.pathname + path.search)
  const next = await browser.follow(await finish(browser, link))
  assert.ok(findForm(next.html, 'decision'), 'the consent page')
  // A user who is logged in gets another account all the same.
  const again = await browser.open(`${server.issuer}/authorize?${encode(fields)}`)
  assert.match(String(again.location), /\/sign-up\?request=/)

  const closed = await startServer()
  assert.equal((await discovery(closed)).includes('create'), false)
  const ignored = await closed.browser().open(`${closed.issuer}/authorize?${encode(fields)}`)
  assert.match(String(ignored.location), /\/login\?request=/)
})
