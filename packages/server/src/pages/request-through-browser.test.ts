import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Page } from '../../../../conformance/browser/browser.ts'
import { fillForm, findForm } from '../../../../conformance/browser/forms.ts'
import { encode, type Fields } from '../../../../conformance/target/target.ts'
import { authorizationRequest, people, startServer, type TestServer } from '../testing/server.ts'

const server = await startServer()
const urlOf = (fields: Fields = {}, { issuer } = server) =>
  `${issuer}/authorize?${encode(authorizationRequest('web', fields).fields)}`

function countRows({ database }: TestServer): number {
  const opened = new DatabaseSync(database)
  const [row] = opened.prepare('select count(*) as rows from interaction').all()
  opened.close()
  return Number(row?.rows)
}

const sealedIn = (page: Page): string => {
  const sealed = new URL(page.location ?? page.url).searchParams.get('request')
  assert.ok(sealed, page.location ?? page.url.href)
  return sealed
}

/** Asserts an error page that blames no app. */
function assertOutdated(page: Page, what: string): void {
  assert.equal(page.status, 400, what)
  assert.equal(page.location, undefined, what)
  assert.match(page.html, /id="result"/, what)
  assert.doesNotMatch(page.html, /For the developer|made a mistake|name="password"/, what)
}

test('a thousand authorization requests without a login leave no row', async () => {
  const flooded = await startServer()
  const { fields } = authorizationRequest('web')
  const body = encode(fields).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  for (let round = 0; round < 500; round++) {
    const got = await flooded.fetch(new Request(urlOf({}, flooded)))
    assert.equal(got.status, 303)
    const posted = await flooded.fetch(new Request(`${flooded.issuer}/authorize`, { method: 'POST', headers, body }))
    assert.equal(posted.status, 303)
  }
  assert.equal(countRows(flooded), 0)
})

test('a request is stored once its user is logged in and must decide, and removed with the decision', async () => {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(urlOf({ prompt: 'consent' })))
  await browser.submit(login, 'username', { username: 'alice', password: 'wrong' })
  const before = countRows(server)
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.equal(countRows(server), before + 1)
  await browser.open(consent.url)
  assert.equal(countRows(server), before + 1, 'a reload stores nothing')
  await browser.submit(consent, 'decision', { decision: 'deny' })
  assert.equal(countRows(server), before)
})

test('a sealed request of another browser, a changed one and an expired one each get an error page', async () => {
  const browser = server.browser()
  const started = await browser.open(urlOf())
  const sealed = sealedIn(started)
  const stranger = server.browser()
  await stranger.open(`${server.issuer}/login`)
  const flipped = `${sealed.slice(0, 40)}${sealed[40] === 'A' ? 'B' : 'A'}${sealed.slice(41)}`
  const wrong = [flipped, sealed.slice(0, -1), sealed.slice(1), 'x', '%00', '.', 'A'.repeat(6000)]
  for (const path of ['/login', '/consent']) {
    assertOutdated(await stranger.open(`${server.issuer}${path}?request=${sealed}`), `${path} in another browser`)
    for (const one of wrong) {
      assertOutdated(await browser.open(`${server.issuer}${path}?request=${one}`), `${path} with ${one.slice(0, 50)}`)
    }
    for (const query of ['', '?interaction=gone', '?interaction=']) {
      if (path === '/consent') assertOutdated(await browser.open(`${server.issuer}${path}${query}`), query)
    }
  }
  const form = findForm((await browser.follow(started)).html, 'username')
  assert.ok(form)
  for (const one of wrong) {
    const target = `${server.issuer}/login?request=${one}`
    assertOutdated(
      await browser.post(target, fillForm(form, people.alice), started.url),
      `a form with ${one.slice(0, 50)}`,
    )
  }
  assert.equal(browser.cookies.get('valetkey-session-4000'), undefined)
})

test('a sealed request cannot be opened with another server secret', async () => {
  const moved = await startServer()
  const browser = moved.browser()
  const started = await browser.open(urlOf({}, moved))
  assert.match((await browser.follow(started)).html, /name="password"/)
  const other = await startServer(() => ({ secret: 'another secret for tests and for nothing else' }))
  const elsewhere = other.browser()
  elsewhere.cookies.store([`valetkey-browser-4000=${browser.cookies.get('valetkey-browser-4000')}; Path=/`])
  assertOutdated(await elsewhere.open(`${other.issuer}/login?request=${sealedIn(started)}`), 'another secret')
})

test('a login page that was open for too long names the app and links back to it', async () => {
  const late = await startServer(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'web' ? { ...one, client_uri: 'https://app.example.com/' } : one)),
  }))
  const browser = late.browser()
  const login = await browser.follow(await browser.open(urlOf({ state: 'kept' }, late)))
  late.pass(31 * 60)
  const expired = await browser.open(login.url)
  assertOutdated(expired, 'expired')
  assert.match(expired.html, /Contacts Web/)
  assert.match(expired.html, /href="https:\/\/app\.example\.com\/"/)
  const [, again = ''] = /href="(\/authorize\?[^"]*)"/.exec(expired.html) ?? []
  const restarted = await browser.follow(await browser.open(`${late.issuer}${again.replaceAll('&amp;', '&')}`))
  assert.match(restarted.html, /name="password"/)
  const consent = await browser.follow(await browser.submit(restarted, 'username', people.alice))
  assert.match(consent.html, /name="decision"/)
  late.pass(31 * 60)
  const reloaded = await browser.open(consent.url)
  assertOutdated(reloaded, 'an expired consent')
  assert.match(reloaded.html, /href="\/authorize\?/)
  const sent = await browser.submit(consent, 'decision', { decision: 'allow' })
  assertOutdated(sent, 'an expired consent that was sent')
  assert.match(sent.html, /href="\/authorize\?/)
})

test('a browser that refuses cookies gets advice about cookies, at login and consent', async () => {
  const page = await server.browser().open(urlOf())
  for (const url of [page.location ?? '', `${server.issuer}/consent?interaction=one`]) {
    const shown = await server.browser().open(url)
    assert.equal(shown.status, 400)
    assert.match(shown.html, /your browser may be blocking cookies/)
    assert.deepEqual(shown.headers.getSetCookie(), [])
  }
})

test('credentials in an authorization request are refused, and the refusal cites the clause (RFC 6749 §2.3.1)', async () => {
  for (const name of ['client_secret', 'password', 'client_assertion']) {
    const page = await server.browser().open(urlOf({ [name]: 'hush' }))
    const to = new URL(page.location ?? '')
    assert.equal(to.origin + to.pathname, 'https://app.example.com/callback')
    assert.equal(to.searchParams.get('error'), 'invalid_request')
    assert.match(to.searchParams.get('error_description') ?? '', new RegExp(`^${name} .*RFC 6749 section 2\\.3\\.1`))
    assert.doesNotMatch(page.location ?? '', /hush/)
    const posted = await server
      .browser()
      .post(`${server.issuer}/authorize`, encode(authorizationRequest('web', { [name]: 'hush' }).fields))
    assert.match(posted.location ?? '', /^https:\/\/app\.example\.com\/callback\?error=invalid_request/)
  }
})

test('a request of more than 4.5 kB is refused at the redirect URI; parameters that are not read do not count', async () => {
  const long = await server.browser().open(urlOf({ state: 'é'.repeat(800) }))
  assert.match(long.location ?? '', /^https:\/\/app\.example\.com\/callback\?error=invalid_request/)
  const { fields } = authorizationRequest('web', { unknown: 'x'.repeat(40_000), state: 'z'.repeat(3000) })
  const browser = server.browser()
  const posted = await browser.post(`${server.issuer}/authorize`, encode(fields))
  assert.equal(posted.status, 303)
  assert.ok((posted.location ?? '').length < 8000)
  const login = await browser.follow(posted)
  assert.ok(login.url.href.length < 8000)
  const consent = await browser.follow(await browser.submit(login, 'username', people.alice))
  const answered = await browser.submit(consent, 'decision', { decision: 'deny' })
  assert.equal(new URL(answered.location ?? '').searchParams.get('state'), 'z'.repeat(3000))
})
