import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser } from '../../../../../conformance/browser/browser.ts'
import { fillForm, findForm } from '../../../../../conformance/browser/forms.ts'
import { outboxLinks, until } from '../../testing/mail.ts'
import { people, startServer, type TestConfig, type TestServer } from '../../testing/server.ts'

const password = 'seven bright umbrellas walking'
const addresses: Readonly<Record<string, string>> = { alice: 'Alice@Example.com', bob: 'bob@example.com' }

const withMail = ({ accounts }: TestConfig) => ({
  accounts: [
    ...accounts.map((one) => (one.username in addresses ? { ...one, email: addresses[one.username] } : one)),
    { username: 'dora', password: 'out of service 12345', email: 'dora@example.com', disabled: true },
    { username: 'twin1', password, email: 'twins@example.com' },
    { username: 'twin2', password, email: 'twins@example.com' },
  ],
})

async function ask(server: TestServer, username: string, browser: Browser = server.browser()) {
  const page = await browser.open(`${server.issuer}/recover`)
  return browser.submit(page, 'username', { username })
}

async function findLink(server: TestServer, username: string): Promise<string> {
  const before = await outboxLinks(server)
  await ask(server, username)
  await until('a message', async () => (await outboxLinks(server)).length > before.length)
  return (await outboxLinks(server))[0] ?? ''
}

test('a user who forgot the password sets a new one by a link, is logged in, and out everywhere else', async () => {
  const server = await startServer(withMail)
  const elsewhere = server.browser()
  await elsewhere.submit(await elsewhere.open(`${server.issuer}/login`), 'username', people.alice)
  assert.match((await elsewhere.open(`${server.issuer}/keys`)).html, /alice/i)

  const browser = server.browser()
  const login = await browser.open(`${server.issuer}/login`)
  assert.match(login.html, /href="\/recover"/)
  const link = await findLink(server, 'alice')
  assert.ok(link.startsWith(`${server.issuer}/recover/password?link=`), link)
  const page = await browser.open(link)
  assert.equal(page.status, 200)
  const done = await browser.submit(page, 'password', { password })
  assert.match(String(done.location), /\/keys$/)
  assert.match(String((await elsewhere.open(`${server.issuer}/keys`)).location), /\/login/)

  const other = server.browser()
  const again = await other.submit(await other.open(`${server.issuer}/login`), 'username', {
    username: 'alice',
    password,
  })
  assert.match(String(again.location), /\/keys$/)
  const old = server.browser()
  const refused = await old.submit(await old.open(`${server.issuer}/login`), 'username', people.alice)
  assert.equal(refused.status, 400)
  await until('the notice', async () =>
    (await browser.open(`${server.issuer}/dev/outbox`)).html.includes('Your password was changed'),
  )
})

test('the page after the question is the same for known, unknown, disabled and address-less accounts', async () => {
  const server = await startServer(withMail)
  const pages = []
  for (const who of ['alice', 'alice@example.com', 'nobody', 'nobody@example.com', 'dora', 'carol', '"><b>']) {
    const { status, html } = await ask(server, who)
    pages.push({ status, html: html.replaceAll(/nonce[-=]"?[\w-]+"?/g, '') })
  }
  for (const page of pages) assert.deepEqual(page, pages[0])
  assert.equal(pages[0]?.status, 200)
  await until('both messages', async () => (await outboxLinks(server)).length === 2)
})

test('each account of an address gets a message of its own, to the address that it has', async () => {
  const server = await startServer(withMail)
  await ask(server, ' TWINS@example.com ')
  await until('both messages', async () => (await outboxLinks(server)).length === 2)
  const { html } = await server.browser().open(`${server.issuer}/dev/outbox`)
  assert.match(html, /twin1/)
  assert.match(html, /twin2/)
  assert.equal(html.match(/twins@example\.com/g)?.length, 2)
})

test('opening a link, as programs that check mail do, does not use it; a refused password does not either', async () => {
  const server = await startServer(withMail)
  const link = await findLink(server, 'bob')
  for (let time = 0; time < 5; time++) {
    assert.equal((await server.fetch(new Request(link))).status, 200)
    assert.equal((await server.fetch(new Request(link, { method: 'HEAD' }))).status, 200)
  }
  const browser = server.browser()
  const short = await browser.submit(await browser.open(link), 'password', { password: 'short' })
  assert.equal(short.status, 400)
  assert.match(short.html, /It needs 8 or more/)
  const named = await browser.submit(short, 'password', { password: 'bob@example.com' })
  assert.equal(named.status, 400)
  const done = await browser.submit(named, 'password', { password })
  assert.match(String(done.location), /\/keys$/)
})

test('of fifty uses of a link at once one succeeds', async () => {
  const server = await startServer(withMail)
  const link = await findLink(server, 'bob')
  const browser = server.browser()
  const page = await browser.open(link)
  const form = findForm(page.html, 'password')
  assert.ok(form)
  const cookie = browser.cookies.header('/')
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      server.fetch(
        new Request(new URL(form.action, server.issuer), {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: fillForm(form, { password: `${password} ${at}` }),
        }),
      ),
    ),
  )
  const statuses = answers.map(({ status }) => status)
  assert.equal(statuses.filter((status) => status === 303).length, 1, `${statuses}`)
  for (const status of statuses) assert.ok([303, 400, 429].includes(status), `${status}`)
})

test('a link ends after half an hour, and when the password or another link changed the account', async () => {
  const server = await startServer(withMail)
  const [first, second] = [await findLink(server, 'bob'), await findLink(server, 'bob')]
  assert.notEqual(first, second)
  const browser = server.browser()
  await browser.submit(await browser.open(second), 'password', { password })
  const dead = await browser.open(first)
  assert.equal(dead.status, 400)
  assert.match(dead.html, /no longer works/)
  const late = await findLink(server, 'alice')
  server.pass(1801)
  assert.equal((await browser.open(late)).status, 400)
  assert.equal((await browser.open(`${server.issuer}/recover/password`)).status, 400)
})

test('requests are limited by account without a sign of it, and by address with one', async () => {
  const server = await startServer(withMail)
  for (let time = 0; time < 6; time++) assert.equal((await ask(server, 'alice')).status, 200)
  await until('the messages', async () => (await outboxLinks(server)).length === 3)
  const statuses: number[] = []
  for (let time = 0; time < 20; time++) statuses.push((await ask(server, `nobody${time}`)).status)
  assert.equal(statuses.at(-1), 429)
  assert.equal((await outboxLinks(server)).length, 3)
})

test('links lead to the configured issuer, whatever host the request names', async () => {
  const server = await startServer(withMail)
  const browser = server.browser()
  const page = await browser.open(`${server.issuer}/recover`)
  const form = findForm(page.html, 'username')
  assert.ok(form)
  await server.fetch(
    new Request(`http://evil.example/recover`, {
      method: 'POST',
      headers: {
        cookie: browser.cookies.header('/'),
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-host': 'evil.example',
        host: 'evil.example',
      },
      body: fillForm(form, { username: 'alice' }),
    }),
  )
  await until('the message', async () => (await outboxLinks(server)).length === 1)
  const { html } = await browser.open(`${server.issuer}/dev/outbox`)
  assert.doesNotMatch(html, /evil/)
})

test('without mail there is no recovery, no link to it and no outbox page', async () => {
  const server = await startServer((config) => ({
    ...withMail(config),
    issuer: 'https://id.example.com',
    secret: 'k8Yx0u2rWq5ZbT1eNfHs7A-for-tests',
    accounts: [],
  }))
  const browser = server.browser()
  assert.doesNotMatch((await browser.open(`${server.issuer}/login`)).html, /recover/)
  for (const path of ['/recover', '/recover/password', '/dev/outbox'])
    assert.equal((await browser.open(server.issuer + path)).status, 404, path)
})

test('the outbox is shown on this computer only, and under the name of the issuer', async () => {
  const server = await startServer(withMail)
  const open = (host: string, remoteAddress: string) =>
    server.fetch(new Request(`${server.issuer}/dev/outbox`, { headers: { host } }), { remoteAddress })
  const { host } = new URL(server.issuer)
  for (const near of ['127.0.0.1', '::1']) assert.equal((await open(host, near)).status, 200, near)
  assert.equal((await open(host, '192.0.2.7')).status, 404)
  assert.equal((await open('rebound.example', '127.0.0.1')).status, 404)
})
