import assert from 'node:assert/strict'
import { test } from 'node:test'
import { multiFactorAcr } from '../../oauth/authentication-contexts.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { type Authenticator, createAuthenticator, type ResponseChange } from '../../testing/authenticator.ts'
import { people, startServer, type TestServer } from '../../testing/server.ts'

type Browser = ReturnType<TestServer['browser']>
type Page = Awaited<ReturnType<Browser['open']>>

/** Reads the options that the page gives its script. */
function optionsOf({ html }: Page): string {
  const [, escaped = ''] = /data-options="([^"]*)"/.exec(html) ?? []
  return escaped.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&')
}

await onEachEngine('the page of passkeys', ({ create, name }) => {
  const label = (text: string) => `${name}: ${text}`
  let count = 0
  const start = (base = '') =>
    startServer(() => ({
      issuer: `http://localhost:4000${base}`,
      database: create(`pages${++count}`),
    }))

  const logIn = async ({ issuer }: TestServer, browser: Browser, person: { username: string; password: string }) => {
    const login = await browser.open(`${issuer}/login?to=/account/passkeys`)
    return browser.follow(await browser.submit(login, 'username', person))
  }
  const add = async (browser: Browser, page: Page, device: Authenticator, change: ResponseChange = {}) =>
    browser.follow(await browser.submit(page, 'passkey', { passkey: device.create(optionsOf(page), change) }))
  const use = async ({ issuer }: TestServer, browser: Browser, device: Authenticator, change: ResponseChange = {}) => {
    const login = await browser.open(`${issuer}/login`)
    return browser.submit(login, 'passkey', { passkey: device.get(optionsOf(login), change) })
  }

  for (const base of ['', '/base']) {
    test(label(`a user adds a passkey and logs in with it, at an issuer with the path “${base}”`), async () => {
      const server = await start(base)
      const device = createAuthenticator('http://localhost:4000')
      const browser = server.browser()
      const page = await logIn(server, browser, people.alice)
      assert.equal(page.url.pathname, `${base}/account/passkeys`)
      assert.match(page.html, /You have no passkeys yet/)
      const added = await add(browser, page, device)
      assert.match(added.html, /role="status"[^>]*><p class="notice-title">Passkey “<bdi>Passkey<\/bdi>” added/)

      const another = server.browser()
      const reply = await use(server, another, device)
      assert.equal(reply.status, 303)
      const keys = await another.follow(reply)
      assert.equal(keys.url.pathname, `${base}/keys`)
      assert.match(keys.html, /Alice Liddell/)
      await server.close()
    })
  }

  test(label('amr and acr say how a passkey was used'), async () => {
    const server = await start()
    const device = createAuthenticator('http://localhost:4000')
    const setUp = server.browser()
    await add(setUp, await logIn(server, setUp, people.alice), device)
    for (const [change, amr] of [
      [{}, ['hwk', 'user', 'mfa']],
      [{ isSynced: true }, ['swk', 'user', 'mfa']],
    ] as const) {
      const browser = server.browser()
      await use(server, browser, device, change)
      const { json } = await server.grant('openid', { scope: 'openid', nonce: 'n' }, { browser })
      const [, payload = ''] = String(json.id_token).split('.')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
      assert.deepEqual([claims.amr, claims.acr], [amr, multiFactorAcr])
    }
    await server.close()
  })

  test(label('what is not right is refused on the login page, with 400 and never otherwise'), async () => {
    const server = await start()
    const { issuer } = server
    const device = createAuthenticator('http://localhost:4000')
    const setUp = server.browser()
    await add(setUp, await logIn(server, setUp, people.alice), device)
    const browser = server.browser()
    const send = async (passkey: string, login?: Page) => {
      const page = login ?? (await browser.open(`${issuer}/login`))
      const reply = await browser.submit(page, 'passkey', { passkey })
      return { status: reply.status, title: /notice-title">([^<]*)/.exec(reply.html)?.[1], html: reply.html }
    }
    const refused = [400, 'That passkey was not accepted.']
    const login = await browser.open(`${issuer}/login`)
    const right = device.get(optionsOf(login))
    const broken = [
      '',
      '{}',
      'null',
      '[]',
      '"x"',
      right.slice(0, 200),
      right.replace('public-key', 'password'),
      'x'.repeat(40_000),
      JSON.stringify({ ...JSON.parse(right), id: '\u0000' }),
      JSON.stringify({ ...JSON.parse(right), response: { clientDataJSON: 'bnVsbA', signature: 7 } }),
    ]
    for (const one of broken) {
      const { status, title } = await send(one, login)
      assert.deepEqual([status, title], refused, one.slice(0, 60))
    }
    const evil = await send(device.get(optionsOf(login), { origin: 'https://evil.example.com' }))
    assert.deepEqual([evil.status, evil.title], refused)
    const foreign = device.get(optionsOf(await server.browser().open(`${issuer}/login`)))
    const ofOther = await send(foreign, login)
    assert.deepEqual([ofOther.status, ofOther.title], refused, 'the challenge of another browser')

    const unknown = await send(createAuthenticator('http://localhost:4000').get(optionsOf(login)), login)
    assert.deepEqual([unknown.status, unknown.title], refused)

    assert.equal((await browser.submit(login, 'passkey', { passkey: right })).status, 303)
    const replayed = await server.browser()
    const again = await replayed.open(`${issuer}/login`)
    assert.equal((await replayed.submit(again, 'passkey', { passkey: right })).status, 400, 'used before')
    await server.close()
  })

  test(label('a challenge that is older than five minutes leads to another try'), async () => {
    const server = await start()
    const device = createAuthenticator('http://localhost:4000')
    const browser = server.browser()
    await add(browser, await logIn(server, browser, people.alice), device)
    const other = server.browser()
    const login = await other.open(`${server.issuer}/login`)
    server.pass(301)
    const late = await other.submit(login, 'passkey', { passkey: device.get(optionsOf(login)) })
    assert.equal(late.status, 400)
    assert.match(late.html, /That took too long/)
    const next = await other.submit(late, 'passkey', { passkey: device.get(optionsOf(late)) })
    assert.equal(next.status, 303)
    await server.close()
  })

  test(label('a change needs a login within the last five minutes'), async () => {
    const server = await start()
    const browser = server.browser()
    const page = await logIn(server, browser, people.alice)
    server.pass(301)
    const stale = await browser.submit(page, 'passkey', { passkey: '{}' })
    assert.equal(stale.location?.slice(server.issuer.length), '/login?to=%2Faccount%2Fpasskeys')
    await server.close()
  })

  test(label('a removed passkey logs nobody in, and its user is logged out everywhere else'), async () => {
    const server = await start()
    const { issuer } = server
    const device = createAuthenticator('http://localhost:4000')
    const browser = server.browser()
    const added = await add(browser, await logIn(server, browser, people.alice), device)
    const renamed = await browser.follow(await browser.submit(added, 'name', { id: device.id, name: 'My <b>phone' }))
    assert.match(renamed.html, /My &lt;b&gt;phone/)
    const other = server.browser()
    await use(server, other, device)
    const form = [...renamed.html.matchAll(/<form[^>]*action="([^"]*\/remove)"[\s\S]*?name="csrf" value="([^"]*)"/g)]
    const [, action = '', csrf = ''] = form[0] ?? []
    const removed = await browser.follow(
      await browser.post(new URL(action, issuer), new URLSearchParams({ csrf, id: device.id }), renamed.url),
    )
    assert.match(removed.html, /removed\./)
    assert.equal((await use(server, server.browser(), device)).status, 400)
    assert.equal((await other.open(`${issuer}/keys`)).status, 303, 'the other session ended')
    await server.close()
  })
})

test('where browsers have no passkeys, the page says so and the login offers none', async () => {
  const server = await startServer(() => ({ issuer: 'http://127.0.0.1:4000' }))
  const browser = server.browser()
  const login = await browser.open(`${server.issuer}/login?to=/account/passkeys`)
  assert.doesNotMatch(login.html, /data-passkey|webauthn/i)
  const page = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.match(page.html, /Passkeys are not available here/)
  assert.doesNotMatch(page.html, /data-passkey=/)
})
