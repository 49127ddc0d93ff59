import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'
import { openIdEntry, startFakeProvider, userinfoEntry } from './provider.testing.ts'

type Browser = ReturnType<TestServer['browser']>

async function prepare(create: (database: string) => string) {
  const fake = await startFakeProvider()
  const server = await startServer(() => ({
    database: create('upstream'),
    outbound: { allowHosts: [fake.host] },
    upstream: [
      openIdEntry(fake, { createAccounts: true, trustEmail: true }),
      userinfoEntry(fake, { createAccounts: true }),
      openIdEntry(fake, { name: 'closed', label: 'Closed' }),
    ],
  }))
  return { fake, server }
}

const prepared: (Awaited<ReturnType<typeof prepare>> & { readonly name: string })[] = []
await onEachEngine(
  'logins elsewhere',
  async ({ name, create }) => void prepared.push({ name, ...(await prepare(create)) }),
)

// Once all engines run: starting one blocks this process for longer than a request to a provider may take.
for (const { name, fake, server } of prepared) {
  const { issuer } = server

  /** Goes to a provider and back, and follows to where that leads. */
  async function logIn(browser: Browser, provider = 'fake', query = '') {
    const start = await browser.open(`${issuer}/login/with/${provider}${query}`)
    assert.equal(start.status, 303)
    return browser.follow(await browser.open(fake.allow(start.location ?? '')), issuer)
  }

  async function register(browser: Browser, sub: string, more: object = {}, provider = 'fake') {
    fake.user = { sub, id: sub, name: 'Fay Fake', email: `${sub}@fake.example`, email_verified: true, ...more }
    const page = await logIn(browser, provider)
    return browser.follow(await browser.submit(page, 'username', { username: `${sub}-${name}` }), issuer)
  }

  test(`the login page has a button for each provider, which keeps the request of the app (${name})`, async () => {
    const browser = server.browser()
    const page = await browser.open(`${issuer}/login?to=/keys`)
    assert.match(page.html, /href="\/login\/with\/fake\?to=%2Fkeys"/)
    assert.match(page.html, /Fakebook/)
    assert.match(page.html, /Codehub/)
  })

  test(`the authorization request has state, nonce and PKCE, and a redirect URI of the provider's own (${name})`, async () => {
    const start = await server.browser().open(`${issuer}/login/with/fake`)
    const { origin, pathname, searchParams: asked } = new URL(start.location ?? '')
    assert.equal(origin + pathname, `${fake.issuer}/authorize`)
    assert.equal(asked.get('redirect_uri'), `${issuer}/login/with/fake/callback`)
    assert.equal(asked.get('response_type'), 'code')
    assert.equal(asked.get('scope'), 'openid profile email')
    assert.equal(asked.get('code_challenge_method'), 'S256')
    assert.match(asked.get('code_challenge') ?? '', /^[\w-]{43}$/)
    assert.ok((asked.get('nonce')?.length ?? 0) >= 43)
    assert.ok((asked.get('state')?.length ?? 0) >= 43)
  })

  test(`a first login shows what is taken over, and creates an account with what the user ticked (${name})`, async () => {
    fake.user = { sub: `new-${name}`, name: 'Nina New', email: 'nina@fake.example', email_verified: true }
    const browser = server.browser()
    const page = await logIn(browser)
    assert.equal(page.status, 200)
    assert.match(page.html, /Your first login with Fakebook/)
    assert.match(page.html, /name="username"[^>]* value="nina"/)
    assert.match(page.html, /name="claim_email"/)
    const values = { username: 'nina', claim_email: undefined, claim_name: 'yes' }
    for (const username of ['alice@example.com', 'alice＠example.com', 'alice﹫example.com'])
      assert.equal((await browser.submit(page, 'username', { ...values, username })).status, 400, username)
    const done = await browser.follow(await browser.submit(page, 'username', values), issuer)
    assert.equal(done.url.pathname, '/keys')
    assert.match(done.html, /Nina New/)
    const again = await logIn(server.browser())
    assert.equal(again.url.pathname, '/keys')
  })

  test(`the request of the app is continued after a first login (${name})`, async () => {
    fake.user = { sub: `flow-${name}`, name: 'Flo', email: 'flo@fake.example', email_verified: true }
    const browser = server.browser()
    const outcome = await server.authorize('web', { scope: 'read' }, { browser, person: 'alice', decision: 'deny' })
    assert.ok(outcome)
    const other = server.browser()
    const start = await other.open(
      `${issuer}/authorize?client_id=web&response_type=code&state=s1&redirect_uri=${encodeURIComponent('https://app.example.com/callback')}&scope=read&code_challenge=${'a'.repeat(43)}&code_challenge_method=S256`,
    )
    const login = await other.follow(start, issuer)
    const href = /href="(\/login\/with\/fake[^"]*)"/.exec(login.html)?.[1]?.replaceAll('&amp;', '&')
    const sent = await other.open(issuer + href)
    const first = await other.follow(await other.open(fake.allow(sent.location ?? '')), issuer)
    const consent = await other.follow(await other.submit(first, 'username', { username: `flo-${name}` }), issuer)
    assert.match(consent.url.pathname, /\/consent/)
    const end = await other.follow(
      await other.submit(consent, 'decision', { decision: 'allow', scope: 'read' }),
      issuer,
    )
    const back = new URL(end.location ?? '')
    assert.equal(back.origin, 'https://app.example.com')
    assert.equal(back.searchParams.get('state'), 's1')
    assert.ok(back.searchParams.get('code'))
  })

  test(`an OAuth provider with a userinfo alone identifies users by its subject member, here a number (${name})`, async () => {
    fake.user = { id: 4711, login: 'octo', name: 'Octo Cat', email: 'octo@fake.example' }
    const browser = server.browser()
    const page = await logIn(browser, 'hub')
    assert.match(page.html, /value="octo"/)
    await browser.submit(page, 'username', { username: `octo-${name}` })
    fake.user = { id: 4711, login: 'renamed' }
    assert.equal((await logIn(server.browser(), 'hub')).url.pathname, '/keys')
    fake.user = { id: 4712, login: 'octo' }
    assert.match((await logIn(server.browser(), 'hub')).html, /Your first login/)
    fake.user = { id: 2 ** 60, login: 'octo' }
    const rounded = await logIn(server.browser(), 'hub')
    assert.equal(rounded.status, 400)
  })

  test(`only the subject identifies a user: the same e-mail address leads to no account (${name})`, async () => {
    await register(server.browser(), `owner-${name}`)
    fake.user = { sub: `thief-${name}`, email: `owner-${name}@fake.example`, email_verified: true }
    const page = await logIn(server.browser())
    assert.equal(page.url.pathname, '/login/with/fake/new')
    assert.match(page.html, /You already have an account here/)
    assert.doesNotMatch(page.html, /name="username"/)
    fake.user = { ...fake.user, email_verified: false }
    const other = await logIn(server.browser())
    assert.doesNotMatch(other.html, /You already have an account here/)
  })

  test(`without createAccounts an unknown user gets a page, and no account (${name})`, async () => {
    fake.user = { sub: `nobody-${name}`, name: 'No Body' }
    const page = await logIn(server.browser(), 'closed')
    assert.match(page.html, /No account here belongs to this Closed login/)
    assert.doesNotMatch(page.html, /name="username"/)
  })

  test(`a disabled account looks like none (${name})`, async () => {
    fake.user = { sub: `off-${name}`, name: 'Off' }
    const browser = server.browser()
    const page = await logIn(browser, 'closed')
    const secret = page.url.searchParams.get('login')
    const unknown = page.html
    await browser.follow(await browser.submit(await browser.open(`${issuer}/login`), 'username', people.bob), issuer)
    const confirm = await browser.open(`${issuer}/account/logins/confirm/${secret}`)
    assert.match(confirm.html, /Link Closed to your account\?/)
    await browser.submit(confirm, 'decision', { decision: 'link' })
    assert.equal((await logIn(server.browser(), 'closed')).url.pathname, '/keys')
    await server.restart(({ accounts }) => ({
      accounts: accounts.map((one) => (one.username === 'bob' ? { ...one, disabled: true } : one)),
    }))
    const off = await logIn(server.browser(), 'closed')
    const plain = (html: string) =>
      /<main[\s\S]*<\/main>/.exec(html)?.[0].replaceAll(/login=[\w-]+|confirm\/[\w-]+/g, '')
    assert.equal(plain(off.html), plain(unknown))
    await server.restart(({ accounts }) => ({
      accounts: accounts.map((one) => (one.username === 'bob' ? { ...one, disabled: false } : one)),
    }))
  })

  test(`of fifty callbacks at once with one state one begins a session, and one account is created (${name})`, async () => {
    fake.user = { sub: `fifty-${name}`, name: 'Fifty' }
    const browser = server.browser()
    const start = await browser.open(`${issuer}/login/with/fake`)
    const back = fake.allow(start.location ?? '')
    const pages = await Promise.all(Array.from({ length: 50 }, () => browser.open(back)))
    const [won, ...more] = pages.filter(({ location }) => location !== undefined)
    assert.equal(more.length, 0)
    const page = await browser.open(won?.location ?? '')
    const form = { username: `fifty-${name}`, claim_name: 'yes' }
    const created = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        browser.submit(page, 'username', { ...form, username: `${form.username}-${at}` }),
      ),
    )
    assert.equal(created.filter(({ location }) => location?.endsWith('/keys')).length, 1)
  })

  test(`fifty first logins of one user in as many browsers create one account (${name})`, async () => {
    fake.user = { sub: `crowd-${name}`, name: 'Crowd' }
    const pages: { browser: Browser; page: Awaited<ReturnType<typeof logIn>> }[] = []
    for (let at = 0; at < 50; at++) {
      const browser = server.browser()
      pages.push({ browser, page: await logIn(browser) })
    }
    const results = await Promise.all(
      pages.map(({ browser, page }, at) => browser.submit(page, 'username', { username: `crowd-${name}-${at}` })),
    )
    assert.equal(results.filter(({ location }) => location?.endsWith('/keys')).length, 1)
  })

  test(`a callback in another browser, of another provider or after ten minutes is refused (${name})`, async () => {
    fake.user = { sub: `late-${name}`, name: 'Late' }
    const browser = server.browser()
    const start = await browser.open(`${issuer}/login/with/fake`)
    const back = fake.allow(start.location ?? '')
    const elsewhere = await server.browser().open(back)
    assert.equal(elsewhere.status, 400)
    assert.match(elsewhere.html, /This login is over/)
    const mixed = await browser.open(back.replace('/with/fake/', '/with/closed/'))
    assert.equal(mixed.status, 400)
    server.pass(601)
    const late = await browser.open(back)
    assert.equal(late.status, 400)
    assert.match(late.html, /This login is over/)
  })
}
