import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { type Answer, startServer, type TestServer, testConfig } from '../testing/server.ts'

/** A grant, begun while all is well, to be finished when it no longer is. */
interface Begun {
  readonly accessToken: string | undefined
  finish(): Promise<Answer | string | null>
}

const withoutChallenge = { code_challenge: undefined, code_challenge_method: undefined }
const person = { username: 'alice', password: 'wonderland at noon' }

const grants: Readonly<Record<string, (server: TestServer) => Promise<Begun>>> = {
  async code(server) {
    const outcome = await server.authorize('web', { scope: 'read create' }, { duration: 'hour' })
    return { accessToken: undefined, finish: () => server.redeem('web', outcome) }
  },
  async refresh(server) {
    const { json } = await server.grant('web', { scope: 'read create' }, { duration: 'hour' })
    return { accessToken: String(json.access_token), finish: () => server.refresh('web', json.refresh_token) }
  },
  async password(server) {
    const first = await server.token('password', { grant_type: 'password', ...person, scope: 'read create' })
    return {
      accessToken: String(first.json.access_token),
      finish: () => server.token('password', { grant_type: 'password', ...person, scope: 'read' }),
    }
  },
  async 'a refresh after password'(server) {
    const { json } = await server.token('password', { grant_type: 'password', ...person, scope: 'read create' })
    return { accessToken: String(json.access_token), finish: () => server.refresh('password', json.refresh_token) }
  },
  async client_credentials(server) {
    const ask = { grant_type: 'client_credentials', scope: 'read' }
    const { json } = await server.token('machine', ask)
    return { accessToken: String(json.access_token), finish: () => server.token('machine', ask) }
  },
  async implicit(server) {
    const browser = server.browser()
    const ask = { response_type: 'token', ...withoutChallenge, scope: 'read create', prompt: 'none' }
    const first = await server.authorize('implicit', { ...ask, prompt: undefined }, { browser, duration: 'hour' })
    return {
      accessToken: String(first.fields.get('access_token')),
      async finish() {
        const outcome = await server.authorize('implicit', ask, { browser })
        return outcome.fields.get('error') ?? (outcome.fields.has('access_token') ? 'granted' : 'a page')
      },
    }
  },
}

const disabled = (list: readonly object[], isMeant: (one: object) => boolean) =>
  list.map((one) => (isMeant(one) ? { ...one, disabled: true } : one))

/** The change in between, and the outcome that each grant must have after it. */
const states: Readonly<
  Record<
    string,
    { happen(server: TestServer): Promise<void>; expected: Record<string, string>; dead: readonly string[] }
  >
> = {
  'the account is disabled': {
    happen: (server) =>
      server.restart(({ accounts }) => ({
        accounts: disabled(accounts, (one) => 'username' in one && one.username === 'alice') as typeof accounts,
      })),
    expected: {
      code: 'invalid_grant',
      refresh: 'invalid_grant',
      password: 'invalid_grant',
      'a refresh after password': 'invalid_grant',
      client_credentials: 'granted',
      implicit: 'login_required',
    },
    dead: ['refresh', 'password', 'a refresh after password', 'implicit'],
  },
  'the account is removed from the file': {
    happen: (server) =>
      server.restart(({ accounts }) => ({ accounts: accounts.filter((one) => one.username !== 'alice') })),
    expected: {
      code: 'invalid_grant',
      refresh: 'invalid_grant',
      password: 'invalid_grant',
      'a refresh after password': 'invalid_grant',
      client_credentials: 'granted',
      implicit: 'login_required',
    },
    dead: ['refresh', 'password', 'a refresh after password', 'implicit'],
  },
  'the client is disabled': {
    happen: (server) =>
      server.restart(({ clients }) => ({
        clients: disabled(clients, (one) => 'client_id' in one && one.client_id !== 'contacts-api') as typeof clients,
      })),
    expected: {
      code: 'invalid_client',
      refresh: 'invalid_client',
      password: 'invalid_client',
      'a refresh after password': 'invalid_client',
      client_credentials: 'invalid_client',
      implicit: 'a page',
    },
    dead: Object.keys(grants),
  },
  'the authorization is revoked': {
    happen: (server) => onEachKey(server, 'Take this key back', {}),
    expected: {
      code: 'invalid_grant',
      refresh: 'invalid_grant',
      password: 'granted',
      'a refresh after password': 'invalid_grant',
      client_credentials: 'granted',
      implicit: 'consent_required',
    },
    dead: ['refresh', 'password', 'a refresh after password', 'implicit'],
  },
  'the key is narrowed to read': {
    happen: (server) => onEachKey(server, 'Save changes', { scope: ['read'] }),
    expected: {
      code: 'read',
      refresh: 'read',
      password: 'granted',
      'a refresh after password': 'read',
      client_credentials: 'granted',
      implicit: 'consent_required',
    },
    dead: [],
  },
  'the client may only read from now on': {
    happen: (server) =>
      server.restart(({ clients }) => ({
        clients: clients.map((one) => (one.client_id === 'contacts-api' ? one : { ...one, scope: 'read' })),
      })),
    expected: {
      code: 'read',
      refresh: 'read',
      password: 'granted',
      'a refresh after password': 'read',
      client_credentials: 'granted',
      implicit: 'invalid_scope',
    },
    dead: [],
  },
  'the key has ended': {
    happen: async (server) => endEachKey(server),
    expected: {
      code: 'invalid_grant',
      refresh: 'invalid_grant',
      password: 'granted',
      'a refresh after password': 'invalid_grant',
      client_credentials: 'granted',
      implicit: 'consent_required',
    },
    dead: ['refresh', 'password', 'a refresh after password', 'implicit'],
  },
}

/** Presses a button on each key of the page "My keys". */
async function onEachKey(
  server: TestServer,
  button: string,
  values: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const browser = server.browser()
  const login = await browser.follow(await browser.open(`${server.issuer}/keys`))
  const page = await browser.follow(await browser.submit(login, 'username', person))
  const keys = new Set([...page.html.matchAll(/href="(\/keys\/(?!unused)[\w-]+)"/g)].map(([, path]) => path))
  assert.ok(keys.size >= 4, `there are ${keys.size} keys`)
  for (const path of keys) {
    const key = await browser.open(server.issuer + path)
    const form = key.html.split('<form ').find((one) => one.includes(button))
    assert.ok(form, key.html)
    const after = await browser.submit({ ...key, html: `<form ${form}` }, 'key', values)
    assert.equal(after.status, 303, after.html)
  }
}

/** Ends each key now, as the page "My keys" would at the next full hour. */
function endEachKey(server: TestServer): void {
  const database = new DatabaseSync(server.database)
  database.prepare('update authorization set ends_at = ?').run(Date.now() - 1)
  database.close()
}

for (const [state, { happen, expected, dead }] of Object.entries(states)) {
  test(`where ${state}, every grant refuses or narrows accordingly (RFC 6749 §5.2)`, async (t) => {
    const server = await startServer(() => ({ accounts: testConfig.accounts }))
    const begun: Record<string, Begun> = {}
    for (const [name, begin] of Object.entries(grants)) begun[name] = await begin(server)
    await happen(server)
    for (const name of Object.keys(grants)) {
      await t.test(`${name}: ${expected[name]}`, async () => {
        const { accessToken, finish } = begun[name] as Begun // each grant was begun above
        if (accessToken !== undefined) {
          const seen = await server.introspect(accessToken)
          assert.equal(seen.active, !dead.includes(name), 'the access token from before')
          if (expected[name] === 'read') assert.equal(seen.scope, 'read')
        }
        const answer = await finish()
        if (typeof answer !== 'object' || answer === null) assert.equal(answer, expected[name])
        else if (expected[name] === 'read') assert.equal(answer.json.scope, 'read', answer.text)
        else assert.equal(answer.json.error ?? 'granted', expected[name], answer.text)
      })
    }
  })
}
