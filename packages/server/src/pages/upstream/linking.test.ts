import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'
import { openIdEntry, startFakeProvider } from './provider.testing.ts'

type Browser = ReturnType<TestServer['browser']>

async function prepare(create: (database: string) => string) {
  const fake = await startFakeProvider()
  const server = await startServer(() => ({
    database: create('linking'),
    outbound: { allowHosts: [fake.host] },
    upstream: [
      openIdEntry(fake, {
        createAccounts: true,
        updateClaims: true,
        claims: { name: 'name', nickname: 'nickname', roles: 'groups' },
      }),
    ],
  }))
  return { fake, server }
}

const prepared: (Awaited<ReturnType<typeof prepare>> & { readonly name: string })[] = []
await onEachEngine(
  'linked logins',
  async ({ name, create }) => void prepared.push({ name, ...(await prepare(create)) }),
)

// Once all engines run: starting one blocks this process for longer than a request to a provider may take.
for (const { name, fake, server } of prepared) {
  const { issuer } = server

  async function logIn(browser: Browser) {
    const start = await browser.open(`${issuer}/login/with/fake`)
    return browser.follow(await browser.open(fake.allow(start.location ?? '')), issuer)
  }

  async function withPassword(person: 'alice' | 'bob') {
    const browser = server.browser()
    await browser.submit(await browser.open(`${issuer}/login`), 'username', people[person])
    return browser
  }

  async function link(browser: Browser, sub: string) {
    fake.user = { sub, name: 'Linked', preferred_username: sub }
    const sent = await browser.submit(await browser.open(`${issuer}/account/logins`), 'provider', { provider: 'fake' })
    return { sent, page: await browser.follow(await browser.open(fake.allow(sent.location ?? '')), issuer) }
  }

  const rowsOf = async (browser: Browser) =>
    [...(await browser.open(`${issuer}/account/logins`)).html.matchAll(/name="login" value="([^"]+)"/g)].map(
      ([, id]) => id,
    )

  test(`a user links a login on the page of the account, and logs in with it (${name})`, async () => {
    const browser = await withPassword('alice')
    const { page } = await link(browser, `a-${name}`)
    assert.equal(page.url.pathname, '/account/logins')
    assert.match(page.html, /The login is linked/)
    assert.deepEqual(await rowsOf(browser), [`fake:a-${name}`])
    const other = server.browser()
    await logIn(other)
    assert.match((await other.open(`${issuer}/account`)).html, /alice/)
  })

  test(`a login that another account has is not linked a second time (${name})`, async () => {
    const browser = await withPassword('bob')
    const { page } = await link(browser, `a-${name}`)
    assert.equal(page.status, 400)
    assert.match(page.html, /already belongs to an account here/)
    assert.deepEqual(await rowsOf(browser), [])
  })

  test(`linking needs a fresh login, a form of ours, and the same account at its end (${name})`, async () => {
    const browser = await withPassword('alice')
    const page = await browser.open(`${issuer}/account/logins`)
    const forged = await browser.post(`${issuer}/account/logins/link`, 'provider=fake')
    assert.equal(forged.status, 403)
    server.pass(301)
    const late = await browser.submit(page, 'provider', { provider: 'fake' })
    assert.match(late.location ?? '', /\/login\?to=%2Faccount%2Flogins/)
    const fresh = await withPassword('alice')
    fake.user = { sub: `swap-${name}`, name: 'Swap' }
    const sent = await fresh.submit(await fresh.open(`${issuer}/account/logins`), 'provider', { provider: 'fake' })
    await fresh.submit(await fresh.open(`${issuer}/login?other=yes`), 'username', people.bob)
    const back = await fresh.open(fake.allow(sent.location ?? ''))
    assert.equal(back.status, 400)
  })

  test(`unlinking ends the sessions that the provider began, and others stay (${name})`, async () => {
    fake.user = { sub: `a-${name}`, name: 'Linked' }
    const elsewhere = server.browser()
    await logIn(elsewhere)
    assert.equal((await elsewhere.open(`${issuer}/account`)).status, 200)
    const browser = await withPassword('alice')
    const page = await browser.open(`${issuer}/account/logins`)
    const done = await browser.follow(await browser.submit(page, 'login', { login: `fake:a-${name}` }), issuer)
    assert.match(done.html, /no longer linked/)
    assert.deepEqual(await rowsOf(browser), [])
    assert.equal((await elsewhere.open(`${issuer}/account`)).status, 303)
    assert.equal((await browser.open(`${issuer}/account`)).status, 200)
    assert.equal((await logIn(server.browser())).url.pathname, '/login/with/fake/new')
  })

  test(`of two ways to log in, fifty requests at once to remove both leave one (${name})`, async () => {
    fake.user = { sub: `one-${name}`, name: 'Only' }
    const browser = server.browser()
    const first = await logIn(browser)
    await browser.submit(first, 'username', { username: `only-${name}` })
    await link(browser, `two-${name}`)
    assert.equal((await rowsOf(browser)).length, 2)
    const page = await browser.open(`${issuer}/account/logins`)
    const ids = [`fake:one-${name}`, `fake:two-${name}`]
    const all = Array.from({ length: 50 }, (_, at) => browser.submit(page, 'login', { login: ids[at % 2] ?? '' }))
    const results = await Promise.all(all)
    assert.ok(results.some(({ status }) => status === 400))
    assert.equal((await rowsOf(browser)).length, 1)
    const last = await browser.submit(await browser.open(`${issuer}/account/logins`), 'login', {
      login: (await rowsOf(browser))[0] ?? '',
    })
    assert.equal(last.status, 400)
    assert.match(last.html, /This is your only way to log in/)
  })

  test(`claims are updated at each login: those the user took over, and those of the operator (${name})`, async () => {
    const claimsOf = async (browser: Browser) => (await browser.open(`${issuer}/account`)).html
    fake.user = { sub: `up-${name}`, name: 'Before', nickname: 'Nick', groups: ['admin'] }
    const browser = server.browser()
    const page = await logIn(browser)
    assert.doesNotMatch(page.html, /claim_roles/)
    await browser.submit(page, 'username', { username: `up-${name}`, claim_name: 'yes', claim_nickname: undefined })
    fake.user = { sub: `up-${name}`, name: 'After', nickname: 'Nick' }
    const again = server.browser()
    await logIn(again)
    assert.match(await claimsOf(again), /After/)
  })

  test(`a logout token of the provider ends the sessions it began, once (OIDC Back-Channel Logout §2.6) (${name})`, async () => {
    fake.user = { sub: `out-${name}`, name: 'Out', sid: 'their session' }
    const browser = server.browser()
    await browser.submit(await logIn(browser), 'username', { username: `out-${name}` })
    const now = Math.floor((Date.now() + 301_000) / 1000)
    const token = {
      iss: fake.issuer,
      aud: 'valetkey at the fake',
      iat: now,
      exp: now + 120,
      jti: `jti-${name}`,
      sub: `out-${name}`,
      sid: 'their session',
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    }
    const post = async (claims: object) => {
      const logout_token = await fake.signAs(claims as typeof token, 'logout+jwt')
      return server
        .browser()
        .post(`${issuer}/login/with/fake/backchannel-logout`, new URLSearchParams({ logout_token }))
    }
    for (const wrong of [
      { iss: 'https://other.example' },
      { aud: 'other' },
      { nonce: 'n' },
      { events: {} },
      { iat: now - 900 },
      { sub: undefined },
    ]) {
      assert.equal((await post({ ...token, jti: 'w', ...wrong })).status, 400, JSON.stringify(wrong))
    }
    assert.equal((await post({ ...token, jti: 'other', sid: 'another session' })).status, 200)
    assert.equal((await browser.open(`${issuer}/account`)).status, 200)
    assert.equal((await post(token)).status, 200)
    assert.equal((await browser.open(`${issuer}/account`)).status, 303)
    await logIn(browser)
    assert.equal((await post(token)).status, 200)
    assert.equal((await browser.open(`${issuer}/account`)).status, 200)
  })

  test(`the logout page offers the logout of the provider too (OIDC RP-Initiated Logout §2) (${name})`, async () => {
    const browser = server.browser()
    await logIn(browser)
    const page = await browser.open(`${issuer}/logout`)
    assert.match(page.html, /Also log out of <bdi>Fakebook/)
    const done = await browser.submit(page, 'decision', { decision: 'allow', provider: 'yes' })
    const { origin, pathname, searchParams } = new URL(done.location ?? '')
    assert.equal(origin + pathname, `${fake.issuer}/logout`)
    assert.equal(searchParams.get('post_logout_redirect_uri'), `${issuer}/logout`)
    const own = await withPassword('alice')
    assert.doesNotMatch((await own.open(`${issuer}/logout`)).html, /Also log out of/)
  })
}
