import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Answer, type Behaviour, metadataOf, startTestServer, tokenAnswer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { type Client, createClient, type TokenSet } from './index.ts'

const filler = 'x'.repeat(2_000_000)
/** A response that would be accepted, were it not for its size. */
const huge = (body: object): Answer => ({ body: { ...body, filler } })

const unknownToken = signToken({}, createTestKey('k1'))
let issuer: string
const behaviour: Behaviour = {}
let server: Awaited<ReturnType<typeof startTestServer>>
before(async () => {
  server = await startTestServer(behaviour)
  issuer = server.issuer
})
after(() => server.close())

const newClient = () => createClient({ issuer, clientId: 'app', redirectUri: 'http://localhost/cb', scope: 'openid' })
const held = (more: object = {}): TokenSet => ({
  accessToken: 'a',
  refreshToken: 'r',
  scope: ['openid'],
  idToken: 'first',
  claims: { iss: issuer, sub: 'u1', exp: 1, iat: 1 },
  ...more,
})

async function redeem(client: Client): Promise<TokenSet> {
  const { transaction } = await client.authorizationUrl()
  return client.callback(new URLSearchParams({ code: 'c', state: transaction.state, iss: issuer }), transaction)
}

for (const [rule, during, answers, act] of [
  ['metadata', 'discovery', { metadata: () => huge(metadataOf(issuer)) }, (client: Client) => client.logoutUrl({})],
  ['keys', 'keys', { jwks: () => huge({ keys: [] }) }, (client: Client) => client.verifyLogoutToken(unknownToken)],
  ['a token response', 'token', { token: () => tokenAnswer('a', { filler }) }, redeem],
  ['an ID token', 'token', { token: () => tokenAnswer('a', { scope: 'openid', id_token: filler }) }, redeem],
  [
    'a refresh response',
    'refresh',
    { token: () => tokenAnswer('a', { filler }) },
    (client: Client) => client.session(held({ expiresAt: 1 })).accessToken(),
  ],
  [
    'an introspection response',
    'introspection',
    { introspect: () => huge({ active: true }) },
    (client: Client) => client.introspect('t'),
  ],
  [
    'a UserInfo response',
    'userinfo',
    { userinfo: () => huge({ sub: 'u1' }) },
    (client: Client) => client.session(held()).userinfo(),
  ],
  [
    'a compressed UserInfo response',
    'userinfo',
    {
      userinfo: () => ({
        body: gzipSync(JSON.stringify({ sub: 'u1', filler })),
        headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
      }),
    },
    (client: Client) => client.session(held()).userinfo(),
  ],
] as const satisfies readonly (readonly [string, string, Behaviour, (client: Client) => Promise<unknown>])[]) {
  test(`${rule} of more than a million bytes is refused before all of it is read`, async () => {
    Object.assign(behaviour, { metadata: undefined, token: undefined, jwks: undefined, ...answers })
    await assert.rejects(act(newClient()), { code: 'unexpected', during, message: /more than 1000000 bytes/ })
  })
}

test('the response of an API is the caller’s, whatever its size', async () => {
  Object.assign(behaviour, { metadata: undefined, api: () => huge({}) })
  const response = await newClient().session(held()).fetch(`${issuer}/api`)
  assert.ok((await response.text()).length > 2_000_000)
})
