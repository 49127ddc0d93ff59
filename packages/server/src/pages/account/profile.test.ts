import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

/** Makes the accounts of the file such as a command or a sign-up adds. */
function own(server: TestServer): void {
  const database = new DatabaseSync(server.database)
  database.exec("UPDATE account SET source = 'command', source_file = NULL, source_digest = NULL")
  database.close()
}

async function open(server: TestServer, browser: Browser): Promise<Page> {
  const login = await browser.open(`${server.issuer}/login?to=/account/profile`)
  return browser.follow(await browser.submit(login, 'username', people.alice))
}

const userinfo = async (server: TestServer, token: unknown) => {
  const headers = { authorization: `Bearer ${token}` }
  const reply = await server.fetch(new Request(`${server.issuer}/userinfo`, { headers }))
  return (await reply.json()) as Readonly<Record<string, unknown>>
}

test('what a user changes is visible to clients at once', async () => {
  const server = await startServer()
  own(server)
  const browser = server.browser()
  const granted = await server.grant('openid', { scope: 'openid profile address phone' }, { browser })
  const page = await open(server, browser)
  server.pass(10)
  const changes = { nickname: 'Ally', birthdate: '1990-02-28', locality: 'Oxford', phone_number: '+44 20 7946 0000' }
  const saved = await browser.follow(await browser.submit(page, 'nickname', changes))
  assert.match(saved.html, /id="result"[\s\S]*Your profile is saved\./)
  const claims = await userinfo(server, granted.json.access_token)
  assert.equal(claims.nickname, 'Ally')
  assert.equal(claims.birthdate, '1990-02-28')
  assert.deepEqual(claims.address, { street_address: 'Christ Church', locality: 'Oxford', country: 'GB' })
  assert.equal(claims.phone_number, '+44 20 7946 0000')
  assert.notEqual(claims.phone_number_verified, true)
  const emptied = await browser.submit(await browser.open(page.url), 'nickname', { nickname: '' })
  assert.equal(emptied.status, 303)
  assert.equal((await userinfo(server, granted.json.access_token)).nickname, undefined)
})

test('two forms that change different fields lose neither change', async () => {
  const server = await startServer()
  own(server)
  const [one, two] = [server.browser(), server.browser()]
  const [first, second] = [await open(server, one), await open(server, two)]
  const replies = await Promise.all([
    one.submit(first, 'nickname', { nickname: 'Ally' }),
    two.submit(second, 'nickname', { website: 'https://alice.example' }),
  ])
  assert.deepEqual(
    replies.map(({ status }) => status),
    [303, 303],
  )
  const { html } = await one.open(first.url)
  assert.match(html, /name="nickname"[^>]* value="Ally"/)
  assert.match(html, /name="website"[^>]* value="https:\/\/alice\.example"/)
})

test('a value of the wrong form is refused at its field, and nothing is saved', async () => {
  const server = await startServer()
  own(server)
  const browser = server.browser()
  const page = await open(server, browser)
  for (const [name, value] of [
    ['picture', 'javascript:alert(1)'],
    ['website', 'not a link'],
    ['birthdate', '1990-02-30'],
    ['zoneinfo', 'Middle-earth/Shire'],
    ['locale', 'not a tag'],
    ['phone_number', 'call me'],
    ['name', 'x'.repeat(2001)],
  ] as const) {
    const refused = await browser.submit(page, 'nickname', { nickname: 'Lost', [name]: value })
    assert.equal(refused.status, 400, name)
    assert.match(refused.html, new RegExp(`id="${name}"[^>]*aria-invalid="true"`), name)
  }
  assert.doesNotMatch((await browser.open(page.url)).html, /value="Lost"/)
})

test('only the claims that the operator opens can be changed', async () => {
  const server = await startServer(() => ({ userProfile: { editable: ['nickname'] } }))
  own(server)
  const browser = server.browser()
  const page = await open(server, browser)
  assert.doesNotMatch(page.html, /name="given_name"/)
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.html.slice(page.html.indexOf('panels')))?.[1] ?? ''
  const body = new URLSearchParams({
    csrf,
    shown: '{}',
    nickname: 'Ally',
    given_name: 'Mallory',
    email: 'm@evil.example',
  })
  assert.equal((await browser.post(page.url, body, page.url)).status, 303)
  const { html } = await browser.open(page.url)
  assert.match(html, /value="Ally"/)
  assert.doesNotMatch(html, /Mallory|evil/)
})

test('the profile of an account of the file is shown, says why it cannot be changed, and is not', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await open(server, browser)
  assert.match(page.html, /manages this profile in a file/)
  assert.doesNotMatch(page.html, /name="nickname"/)
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
  await browser.post(page.url, new URLSearchParams({ csrf, shown: '{}', nickname: 'Mallory' }), page.url)
  assert.doesNotMatch((await browser.open(page.url)).html, /Mallory/)
})
