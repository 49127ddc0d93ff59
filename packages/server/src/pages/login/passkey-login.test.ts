import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { multiFactorAcr } from '../../oauth/authentication-contexts.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { execute } from '../../storage/testing/execute.ts'
import { openTables } from '../../storage/testing/open-tables.ts'
import { type Authenticator, createAuthenticator, type ResponseChange } from '../../testing/authenticator.ts'
import {
  authorizationRequest,
  type ClientName,
  type Fields,
  people,
  startServer,
  type TestServer,
} from '../../testing/server.ts'

type Browser = ReturnType<TestServer['browser']>
type Page = Awaited<ReturnType<Browser['open']>>

const origin = 'http://localhost:4000'

/** Reads the options that the page gives its script. */
function optionsOf({ html }: Page): string {
  const [, escaped = ''] = /data-options="([^"]*)"/.exec(html) ?? []
  return escaped.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&')
}

/** Logs a user in with the password, and adds a passkey. */
async function addPasskey({ issuer, browser: open }: TestServer, person: { username: string; password: string }) {
  const [browser, device] = [open(), createAuthenticator(origin)]
  const login = await browser.open(`${issuer}/login?to=/account/passkeys`)
  const page = await browser.follow(await browser.submit(login, 'username', { ...person }))
  await browser.follow(await browser.submit(page, 'passkey', { passkey: device.create(optionsOf(page)) }))
  return device
}

async function logIn({ issuer }: TestServer, browser: Browser, device: Authenticator, change: ResponseChange = {}) {
  const login = await browser.open(`${issuer}/login?other=yes`)
  return browser.submit(login, 'passkey', { passkey: device.get(optionsOf(login), change) })
}

await onEachEngine('logins with a passkey', ({ create, name }) => {
  test(`${name}: a passkey logs its user in once; whatever is not right is refused, and stores nothing`, async () => {
    const database = create('refused')
    const server = await startServer(() => ({ issuer: origin, database }))
    const { issuer } = server
    const [alice, bob] = [await addPasskey(server, people.alice), await addPasskey(server, people.bob)]
    const tables = await openTables(database, Date.now())
    /** What a login writes; challenges that were used are kept whatever comes of them. */
    const stored = async () => {
      const all = await tables.dump()
      return ['session', 'passkey', 'known_browser', 'account'].map((table) => all.get(table))
    }
    assert.equal((await logIn(server, server.browser(), alice, { counter: 5 })).status, 303)

    const refused = async (
      why: string,
      send: (browser: Browser, login: Page) => Promise<Page>,
      title = 'not accepted',
    ) => {
      const browser = server.browser()
      const login = await browser.open(`${issuer}/login`)
      const before = await stored()
      const reply = await send(browser, login)
      assert.equal(reply.status, 400, why)
      assert.match(/notice-title">([^<]*)/.exec(reply.html)?.[1] ?? '', new RegExp(title), why)
      assert.deepEqual(await stored(), before, `${why}: nothing is stored`)
      assert.equal((await browser.open(`${issuer}/keys`)).status, 303, `${why}: nobody is logged in`)
    }
    const send = (passkey: (options: string) => string) => (browser: Browser, login: Page) =>
      browser.submit(login, 'passkey', { passkey: passkey(optionsOf(login)) })

    await refused(
      'a challenge that nobody made',
      send((options) => {
        return alice.get(JSON.stringify({ ...JSON.parse(options), challenge: 'A'.repeat(43) }), { counter: 9 })
      }),
    )
    const ofOther = optionsOf(await server.browser().open(`${issuer}/login`))
    await refused(
      'the challenge of another browser',
      send(() => alice.get(ofOther, { counter: 9 })),
    )
    await refused(
      'another origin',
      send((options) => alice.get(options, { origin: 'https://evil.example', counter: 9 })),
    )
    await refused(
      'another site',
      send((options) => alice.get(options, { rpId: 'evil.example', counter: 9 })),
    )
    await refused(
      'a counter that went backwards',
      send((options) => alice.get(options, { counter: 4 })),
    )
    await refused(
      'a counter that did not move',
      send((options) => alice.get(options, { counter: 5 })),
    )
    const { response: ofAlice } = JSON.parse(alice.get(ofOther)) as { response: { userHandle: string } }
    await refused(
      "another account's user handle",
      send((options) => bob.get(options, { userHandle: ofAlice.userHandle })),
    )
    const unknown = createAuthenticator(origin)
    await refused(
      'a passkey of nobody',
      send((options) => unknown.get(options)),
    )
    await execute(database, "update account set disabled = 1 where username = 'bob'")
    await refused(
      'a disabled account',
      send((options) => bob.get(options)),
    )
    await execute(database, "update account set disabled = 0 where username = 'bob'")

    const [browser, used] = [server.browser(), { passkey: '' }]
    const login = await browser.open(`${issuer}/login`)
    used.passkey = bob.get(optionsOf(login))
    const sessions = async () => ((await tables.dump()).get('session') ?? '').split('\n').length
    const before = await sessions()
    const many = await Promise.all(Array.from({ length: 50 }, () => browser.submit(login, 'passkey', used)))
    const statuses = many.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [303, ...Array.from({ length: 49 }, () => 400)], 'fifty at once')
    assert.equal(await sessions(), before + 1)
    await browser.submit(login, 'passkey', used)
    assert.equal(await sessions(), before + 1, 'a challenge that was used')

    const late = async (browser: Browser, page: Page) => {
      const passkey = alice.get(optionsOf(page), { counter: 9 })
      server.pass(301)
      return browser.submit(page, 'passkey', { passkey })
    }
    await refused('a challenge that has expired', late, 'took too long')
    assert.equal(
      (await logIn(server, server.browser(), alice, { counter: 9 })).status,
      303,
      'nothing locked the owner out',
    )
    await tables.close()
    await server.close()
  })
})

test('a passkey with user verification is two factors (RFC 8176 §2), one without is one', async () => {
  const server = await startServer(({ clients, apis }) => ({
    issuer: origin,
    clients: clients.map((one) => (one.client_id === 'web' ? { ...one, require_second_factor: true } : one)),
    apis: apis.map((api) => ({
      ...api,
      scopes: ['read', 'create', 'delete', 'write'].map((scope) => {
        return { name: scope, description: `May ${scope}`, sensitive: scope === 'read' }
      }),
    })),
  }))
  const device = await addPasskey(server, people.alice)
  // An account that has nothing but its passkey, and whose operator requires two factors.
  await execute(
    `sqlite:${server.database}`,
    "update account set password_hash = null, second_factor_required = 1 where username = 'alice'",
  )
  const ask = async (browser: Browser, client: ClientName, fields: Fields) => {
    const { fields: all } = authorizationRequest(client, fields)
    return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(all)}`))
  }
  const acr = JSON.stringify({ id_token: { acr: { essential: true, values: [multiFactorAcr] } } })
  const requests = [
    ['web', { scope: 'read' }],
    ['openid', { scope: 'openid', claims: acr }],
    ['openid', { scope: 'openid', acr_values: multiFactorAcr }],
  ] as const

  const verified = server.browser()
  const reply = await logIn(server, verified, device)
  assert.equal(reply.location, `${server.issuer}/keys`, 'no second step')
  for (const [client, fields] of requests) {
    const page = await ask(verified, client, fields)
    assert.equal(page.url.pathname, '/consent', JSON.stringify(fields))
  }
  server.pass(16 * 60)
  assert.equal((await ask(verified, 'web', { scope: 'read' })).url.pathname, '/consent', 'a sensitive scope, later')

  const unverified = server.browser()
  const step = await unverified.follow(await logIn(server, unverified, device, { isUserVerified: false }))
  assert.equal(step.url.pathname, '/login/second-factor')
  assert.match(step.html, /data-passkey/, 'the passkey is asked for, and no app is set up')
  assert.doesNotMatch(step.html, /name="secret"/)
  const twice = { passkey: device.get(optionsOf(step), { isUserVerified: false }) }
  assert.equal((await unverified.submit(step, 'passkey', twice)).status, 400, 'it is the same factor twice')
  const again = await unverified.open(step.url)
  const done = await unverified.submit(again, 'passkey', { passkey: device.get(optionsOf(again)) })
  assert.equal(done.location, `${server.issuer}/keys`)
  await server.close()
})
