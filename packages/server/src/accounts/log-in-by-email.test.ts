import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser } from '../../../../conformance/browser/browser.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { people, startServer, type TestServer, testConfig } from '../testing/server.ts'

const password = 'seven bright umbrellas walking'
const other = 'nine silent lanterns drifting'
const verified = { email_verified: true }
const accounts = [
  ...testConfig.accounts,
  { username: 'Ada', password, email: 'Ada.L@Example.com', ...verified },
  { username: 'ben', password, email: 'ben@example.com', email_verified: false },
  { username: 'cid', password, email: 'shared@example.com', ...verified },
  { username: 'dan', password, email: 'shared@example.com', ...verified },
  // Someone who chose another's address as a username, and someone who only says that it is theirs.
  { username: 'eve@example.com', password: other, email: 'e@example.com', ...verified },
  { username: 'eve', password, email: 'eve@example.com', ...verified },
  { username: 'fay', password, email: 'fay@example.com', ...verified },
  ...Array.from({ length: 12 }, (_, at) => ({ username: `sham${at}`, email: 'fay@example.com' })),
  { username: 'gus', password, email: 'gus@example.com', ...verified, disabled: true },
]

async function tryOnce(server: TestServer, username: string, typed = password, browser: Browser = server.browser()) {
  const page = await browser.open(`${server.issuer}/login`)
  return browser.submit(page, 'username', { username, password: typed })
}

await onEachEngine('logging in with an e-mail address', ({ name, create }) => {
  let count = 0
  /** Starts a server with some of the accounts. */
  const start = (...names: readonly string[]) => {
    const some = accounts.filter(({ username }) => names.includes(username) || username.startsWith('sham'))
    return startServer(() => ({ database: create(`by_email${count++}`), accounts: some }))
  }

  test(`${name}: a verified address of one account is accepted in place of the username`, async () => {
    const server = await start('Ada', 'fay')
    for (const typed of ['ada', 'Ada.L@Example.com', ' ADA.L@EXAMPLE.COM ', 'ａda.l@example.com'])
      assert.equal((await tryOnce(server, typed)).status, 303, typed)
    assert.equal((await tryOnce(server, 'fay@example.com')).status, 303, 'others only say that the address is theirs')
  })

  test(`${name}: an address that is unverified, shared or of a disabled account looks like a wrong password`, async () => {
    const server = await start('Ada', 'ben', 'cid', 'dan', 'gus')
    const plain = (html: string, typed: string) =>
      html.replaceAll(/(nonce|value|data-options)="[^"]*"/g, '').replaceAll(typed, 'NAME')
    const wrong = await tryOnce(server, 'ada', 'wrong')
    for (const typed of ['ben@example.com', 'shared@example.com', 'gus@example.com', 'nobody@example.com']) {
      const answer = await tryOnce(server, typed)
      assert.equal(answer.status, 400, typed)
      assert.equal(plain(answer.html, typed), plain(wrong.html, 'ada'))
    }
  })

  test(`${name}: a username wins over an equal address, whose owner logs in with the username`, async () => {
    const server = await start('eve', 'eve@example.com')
    assert.equal((await tryOnce(server, 'eve@example.com', other)).status, 303)
    assert.equal((await tryOnce(server, 'eve@example.com')).status, 400)
    assert.equal((await tryOnce(server, 'eve')).status, 303)
  })

  test(`${name}: name and address have one limit of guesses, which shows no wait that would connect them`, async () => {
    const server = await start('Ada')
    for (let time = 0; time < 5; time++)
      for (const typed of ['ada', 'ada.l@example.com'])
        assert.equal((await tryOnce(server, typed, 'wrong')).status, 400)
    for (const typed of ['ada', 'ada.l@example.com']) assert.equal((await tryOnce(server, typed)).status, 400, typed)
  })

  test(`${name}: a browser that the owner used is not locked out by guesses at the address`, async () => {
    const server = await start('Ada')
    const browser = server.browser()
    assert.equal((await tryOnce(server, 'ada.l@example.com', password, browser)).status, 303)
    for (let time = 0; time < 10; time++) await tryOnce(server, 'ada.l@example.com', 'wrong')
    assert.equal((await tryOnce(server, 'ada.l@example.com')).status, 429)
    for (const typed of ['ada', 'ada.l@example.com'])
      assert.equal((await tryOnce(server, typed, password, browser)).status, 303, typed)
  })

  test(`${name}: an address that its owner gave up is not accepted any more`, async () => {
    const server = await start('Ada')
    const change = (email: string) =>
      server.restart(({ accounts: before }) => ({
        accounts: before.map((one) => (one.username === 'Ada' ? { ...one, email } : one)),
      }))
    await change('new@example.com')
    assert.equal((await tryOnce(server, 'ada.l@example.com')).status, 400)
    assert.equal((await tryOnce(server, 'new@example.com')).status, 303)
  })

  test(`${name}: the password grant accepts the address, with the same limit`, async () => {
    const server = await start('Ada')
    const ask = (username: string, typed = password) =>
      server.token('password', { grant_type: 'password', username, password: typed, scope: 'read' })
    assert.equal((await ask('ada.l@example.com')).status, 200)
    for (let time = 0; time < 10; time++) await ask(time % 2 === 0 ? 'ada' : 'ada.l@example.com', 'wrong')
    assert.equal((await ask('ada.l@example.com')).status, 400)
  })

  test(`${name}: login_hint may be an address: it chooses among the accounts of the browser`, async () => {
    const server = await start('Ada', 'alice')
    const browser = server.browser()
    await tryOnce(server, 'ada', password, browser)
    const second = await browser.open(`${server.issuer}/login?other=yes`)
    await browser.submit(second, 'username', { username: 'alice', password: people.alice.password })
    const asked = { login_hint: 'ada.l@example.com', prompt: 'login' }
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'native',
      redirect_uri: 'http://127.0.0.1/callback',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      ...asked,
    })
    const page = await browser.follow(await browser.open(`${server.issuer}/authorize?${query}`))
    assert.match(page.html, /name="username"[^>]*value="ada\.l@example\.com"/)
    query.delete('prompt')
    const open = async () => (await browser.follow(await browser.open(`${server.issuer}/authorize?${query}`))).html
    assert.match(await open(), /Choose an account/, 'another account than the current one is meant')
    query.set('login_hint', 'alice@example.com')
    assert.match(await open(), /name="decision"/)
  })
})

test('the login page asks for a username or e-mail address', async () => {
  const server = await startServer()
  const page = await server.browser().open(`${server.issuer}/login`)
  assert.match(page.html, /Username or e-mail/)
  assert.match(page.html, /name="username"/)
})
