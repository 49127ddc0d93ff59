import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startTestServer } from '../test-server.ts'
import { type Client, createClient } from './index.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
let client: Client
before(async () => {
  server = await startTestServer()
  client = createClient({ issuer: server.issuer, clientId: 'app', redirectUri: 'http://localhost/cb' })
})
after(() => server.close())

/** Calls as a program in JavaScript may, past what the types allow. */
const call = (act: (...values: never[]) => unknown, ...values: readonly unknown[]): unknown =>
  Reflect.apply(act, undefined, values)

for (const [words, options, message] of [
  ['nothing', undefined, 'createClient: requires { issuer, clientId }'],
  ['null', null, 'createClient: requires { issuer, clientId }'],
  [
    'no issuer',
    { clientId: 'app' },
    'createClient: issuer is missing: set the issuer identifier of the authorization server',
  ],
  ['no URL', { issuer: 'id', clientId: 'app' }, 'createClient: issuer: id has no scheme: write https://id'],
  [
    'no client id',
    { issuer: 'https://id.example.com' },
    'createClient: clientId is missing: set the client_id that is registered at the authorization server',
  ],
] as const) {
  test(`a client made of ${words} is refused when it is made, naming the option`, () => {
    assert.throws(() => call(createClient, options), new TypeError(message))
  })
}

test('callback without a transaction is a TypeError', async () => {
  const words = "callback: no transaction: was it kept in this browser's session?"
  for (const transaction of [undefined, null, {}, 'state']) {
    const answer = call(client.callback, new URL('http://localhost/cb?code=c&state=s'), transaction)
    await assert.rejects(Promise.resolve(answer), new TypeError(words))
  }
})

test('anything but a token set is refused without a request', async () => {
  for (const nothing of [undefined, null, {}]) {
    assert.throws(() => call(client.session, nothing), /^TypeError: session: no token set/)
    await assert.rejects(Promise.resolve(call(client.revoke, nothing)), /^TypeError: revoke: no token set/)
    if (typeof nothing === 'object' && nothing !== null) continue // a token set without ID token
    await assert.rejects(Promise.resolve(call(client.logoutUrl, nothing)), /^TypeError: logoutUrl: no token set/)
  }
  await assert.rejects(Promise.resolve(call(client.introspect, undefined)), /^TypeError: introspect: no token/)
  assert.equal(server.at('/revoke').length, 0)
})

test('a transaction that was stored in part is a TypeError that names what is missing', async () => {
  const { transaction } = await client.authorizationUrl()
  const answer = new URLSearchParams({ code: 'c', state: transaction.state, iss: server.issuer })
  for (const missing of ['scope', 'resource']) {
    const part = { ...transaction, [missing]: undefined }
    const message = new RegExp(`^TypeError: callback: the transaction has no ${missing}`)
    await assert.rejects(Promise.resolve(call(client.callback, answer, part)), message)
  }
  assert.equal(server.at('/token').length, 0)
})

test('an empty state is a TypeError: the response could be to any request', async () => {
  for (const state of ['', null, 1]) {
    await assert.rejects(
      Promise.resolve(call(client.authorizationUrl, { state })),
      /^TypeError: authorizationUrl: state/,
    )
  }
})

test('metadata that is null is unexpected and not a network error', async () => {
  const odd = await startTestServer({ metadata: () => ({ body: null }) })
  try {
    const asked = createClient({ issuer: odd.issuer, clientId: 'app' }).clientCredentials().accessToken()
    await assert.rejects(asked, { code: 'unexpected', during: 'discovery' })
  } finally {
    await odd.close()
  }
})
