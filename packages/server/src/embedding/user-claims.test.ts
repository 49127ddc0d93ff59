import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeJwt } from 'jose'
import { toAnswer } from '../../../../conformance/target/answer.ts'
import type { DirectoryUser } from '../accounts/user-directory.ts'
import type { OAuthStores } from '../oauth/ports.ts'
import { calendar, contacts, startServer, type TestConfig } from '../testing/server.ts'
import { addComputedClaims, type ClaimsRequest } from './user-claims.ts'

const declared = (config: TestConfig): Partial<TestConfig> => ({
  identityScopes: [{ name: 'work', claims: ['team', 'roles'] }],
  apis: config.apis.map((api) => ({ ...api, claims: ['team'] })),
  clients: config.clients.map((one) =>
    one.client_id === 'openid' ? { ...one, scope: `${one.scope} work`, id_token_claims: ['team'] } : one,
  ),
})
const seen: Omit<ClaimsRequest, 'signal'>[] = []
let fails: 'no' | 'rejects' | 'list' = 'no'
const server = await startServer(declared, {
  async claims({ signal: _, ...request }) {
    seen.push(request)
    await sleep(5)
    if (fails === 'rejects') throw new Error('the table of teams is away')
    if (fails === 'list') return ['blue'] as never
    return { team: `blue for ${request.client.id}`, sub: 'mallory', email: 'new@example.com', undeclared: 1 }
  },
})

async function userinfo(token: unknown, of = server) {
  const headers = { authorization: `Bearer ${token}` }
  return toAnswer(await of.fetch(new Request(`${of.issuer}/userinfo`, { headers })))
}

test('computed claims go where the file declares them, and replace neither the protocol’s nor add others', async () => {
  const asked = { scope: 'openid email work read', resource: calendar, prompt: 'consent' }
  const { json } = await server.grant('openid', asked)
  const { sub, ...claims } = (await userinfo(json.access_token)).json
  assert.deepEqual(claims, { team: 'blue for openid', email: 'new@example.com', email_verified: true })
  const idToken = decodeJwt(String(json.id_token))
  assert.deepEqual([idToken.team, idToken.sub, idToken.email], ['blue for openid', sub, undefined])
  const accessToken = decodeJwt(String(json.access_token))
  assert.deepEqual([accessToken.team, accessToken.sub, accessToken.undeclared], ['blue for openid', sub, undefined])
  const request = seen.find(({ scope }) => scope.includes('read'))
  assert.deepEqual([request?.account.id, request?.client.name], [sub, 'Relying Party'])
  assert.equal(request?.account.claims.name, 'Alice Liddell')
  const opaque = await server.grant('web', { scope: 'read', resource: contacts })
  assert.equal((await server.introspect(opaque.json.access_token)).team, 'blue for web')
})

test('no token and no response goes out without claims that could not be computed (RFC 6749 §5.2)', async () => {
  const outcome = await server.authorize('openid', { scope: 'openid work' })
  const { json } = await server.redeem('openid', outcome)
  for (const way of ['rejects', 'list'] as const) {
    fails = way
    const info = await userinfo(json.access_token)
    assert.deepEqual([info.status, info.json.error], [503, 'temporarily_unavailable'], info.text)
    const refused = await server.refresh('openid', json.refresh_token)
    assert.deepEqual([refused.status, refused.json.error], [503, 'temporarily_unavailable'], refused.text)
  }
  fails = 'no'
  const refreshed = await server.refresh('openid', json.refresh_token)
  assert.equal(decodeJwt(String(refreshed.json.id_token)).team, 'blue for openid', 'the refresh token was not used up')
})

test('a token without declared claims does not ask the application', async () => {
  const before = seen.length
  await server.token('machine', { grant_type: 'client_credentials', scope: 'read', resource: calendar })
  assert.equal(seen.length, before)
})

test('claims that take too long fail in bounded time', async () => {
  const stores = { findUserClaims: async () => ({ name: 'Alice' }) } as unknown as OAuthStores
  const slow = addComputedClaims(stores, () => new Promise(() => {}), 20)
  const query = { accountId: 'a', client: { id: 'c', name: 'C' }, scope: [] } as never
  await assert.rejects(() => slow.findUserClaims(query), { name: 'Unavailable' })
})

test('users of an application have the claims that it returns now, and not those of their last login', async () => {
  let claims: NonNullable<DirectoryUser['claims']> = { email: 'old@example.com', team: 'red' }
  const user = () => ({ id: 'u-1', username: 'alice', claims })
  const own = await startServer(declared, {
    accounts: {
      findByUsername: async () => user(),
      findById: async () => user(),
      verifyPassword: async () => true,
    },
  })
  const { json } = await own.grant('openid', { scope: 'openid email work' })
  assert.equal(decodeJwt(String(json.id_token)).team, 'red')
  claims = { email: 'new@example.com', team: 'green' }
  own.pass(2)
  const info = await userinfo(json.access_token, own)
  assert.deepEqual([info.json.email, info.json.team], ['new@example.com', 'green'])
  const refreshed = await own.refresh('openid', json.refresh_token)
  assert.equal(decodeJwt(String(refreshed.json.id_token)).team, 'green')
})

test('a claim that is null or empty is left out, wherever it comes from (OIDC Core §5.3.2)', async () => {
  const user = { id: 'u-1', username: 'alice', claims: { name: 'Alice', email: null, nickname: '', team: 'red' } }
  const own = await startServer(declared, {
    accounts: {
      findByUsername: async () => user as never,
      findById: async () => user as never,
      verifyPassword: async () => true,
    },
    claims: () => ({ team: null }),
  })
  const { json } = await own.grant('openid', { scope: 'openid profile email work read', resource: calendar })
  const { sub: _, ...claims } = (await userinfo(json.access_token, own)).json
  assert.deepEqual(claims, { name: 'Alice', preferred_username: 'alice' })
  for (const token of [json.id_token, json.access_token]) assert.equal('team' in decodeJwt(String(token)), false)
})
