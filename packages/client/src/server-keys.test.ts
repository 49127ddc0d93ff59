import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { type Answer, metadataOf, startTestServer, tokenAnswer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { type Client, createClient } from './index.ts'

const [first, second] = [createTestKey('k1'), createTestKey('k2')]
let server: Awaited<ReturnType<typeof startTestServer>>
let time = 1_800_000_000
let client: Client

before(async () => {
  server = await startTestServer()
})
beforeEach(() => {
  time = 1_800_000_000
  server.behaviour.jwks = () => ({ body: { keys: [first.jwk] } })
  client = newClient()
})
after(() => server.close())

const newClient = () =>
  createClient({
    issuer: server.issuer,
    clientId: 'app',
    redirectUri: 'http://localhost/cb',
    scope: 'openid',
    now: () => new Date(time * 1000),
  })
const fetches = () => server.at('/jwks').length

async function signIn(key = first): Promise<unknown> {
  const { transaction } = await client.authorizationUrl()
  const { nonce, state } = transaction
  const claims = { iss: server.issuer, sub: 'u1', aud: 'app', exp: time + 300, iat: time, nonce }
  server.behaviour.token = () => tokenAnswer('a', { id_token: signToken(claims, key), scope: 'openid' })
  return client.callback(new URLSearchParams({ code: 'c', state, iss: server.issuer }), transaction)
}

test('keys are fetched once and reused for ten minutes', async () => {
  const before = fetches()
  await signIn()
  time += 599
  await signIn()
  assert.equal(fetches(), before + 1)
  time += 2
  await signIn()
  assert.equal(fetches(), before + 2)
})

test('a key that is no longer published is refused after ten minutes', async () => {
  await signIn()
  server.behaviour.jwks = () => ({ body: { keys: [second.jwk] } })
  time += 601
  await assert.rejects(signIn(), { code: 'invalid_id_token' })
})

test('an unknown kid has the keys fetched again, at most once in 30 seconds (OIDC Core §10.1.1)', async () => {
  await signIn()
  server.behaviour.jwks = () => ({ body: { keys: [first.jwk, second.jwk] } })
  const before = fetches()
  await assert.rejects(signIn(second), { code: 'invalid_id_token', message: /no key of the server/ })
  assert.equal(fetches(), before)
  time += 31
  await signIn(second)
  assert.equal(fetches(), before + 1)
  const stranger = createTestKey('k3')
  for (let i = 0; i < 5; i++) await assert.rejects(signIn(stranger), { code: 'invalid_id_token' })
  assert.equal(fetches(), before + 1)
})

for (const [rule, answer, code] of [
  ['are not served', { status: 503, body: '' }, 'unexpected'],
  ['are a web page', { body: '<html>' }, 'unexpected'],
  ['are not a list', { body: { keys: 'none' } }, 'unexpected'],
  ['are null', { body: null }, 'unexpected'],
  ['are null in a list', { body: { keys: [null] } }, 'unexpected'],
  [
    'are redirected elsewhere',
    { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/jwks' } },
    'unexpected',
  ],
  ['are cut off', 'cut', 'network'],
  ['cannot be reached', 'drop', 'network'],
] as const satisfies readonly (readonly [string, Answer, string])[]) {
  test(`keys that ${rule} are an error of the server and no verdict on the token, and the next sign-in tries again`, async () => {
    server.behaviour.jwks = () => answer
    await assert.rejects(signIn(), { code, during: 'keys' })
    server.behaviour.jwks = () => ({ body: { keys: [first.jwk] } })
    await signIn()
  })
}

test('metadata without jwks_uri is an error of the server', async () => {
  const odd = await startTestServer({
    metadata: (issuer) => ({ body: { ...metadataOf(issuer), jwks_uri: undefined } }),
  })
  try {
    const app = createClient({ issuer: odd.issuer, clientId: 'app' })
    await assert.rejects(app.verifyLogoutToken(signToken({}, first)), { code: 'unexpected', message: /jwks_uri/ })
  } finally {
    await odd.close()
  }
})
