import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { toAnswer } from '../../../../../conformance/target/answer.ts'
import { assertGranted, calendar, contacts, startServer, type TestConfig } from '../../testing/server.ts'

const further = { roles: ['admin', 'staff'], department: 'Sales', address_book: { size: 3, shared: [true, null] } }

const withClaims = (config: TestConfig): Partial<TestConfig> => ({
  identityScopes: [
    { name: 'groups', description: 'See your groups', claims: ['groups', 'roles'] },
    { name: 'work', claims: ['roles', 'department', 'address_book'] },
  ],
  apis: config.apis.map((api) =>
    api.identifier === calendar
      ? { ...api, claims: ['roles'], scopes: [{ name: 'read', claims: ['department', 'email'] }, { name: 'write' }] }
      : { ...api, claims: ['department'] },
  ),
  clients: config.clients.map((one) => {
    if (one.client_id === 'openid')
      return { ...one, scope: `${one.scope} groups work write`, id_token_claims: ['roles'] }
    if (one.client_id === 'web') return { ...one, scope: `${one.scope} openid work` }
    return one
  }),
  accounts: config.accounts.map((one) => (one.username === 'alice' ? { ...one, claims: further } : one)),
})
const server = await startServer(withClaims)

async function userinfo(token: unknown) {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await toAnswer(await server.fetch(new Request(`${server.issuer}/userinfo`, { headers })))
  const { sub: _, ...claims } = answer.json
  return claims
}

test('an identity scope of the file returns its claims at userinfo, and no others (OIDC Core §5.4)', async () => {
  for (const [scope, expected] of [
    ['openid groups', { roles: further.roles }],
    ['openid work', further],
    ['openid', {}],
  ] as const) {
    const { json } = await server.grant('openid', { scope, prompt: 'consent' })
    assert.deepEqual(await userinfo(json.access_token), expected, scope)
  }
})

test('an ID token has a claim that its client is registered for only if a granted scope includes it', async () => {
  const idToken = async (scope: string, ticked?: readonly string[]) => {
    const { json } = await server.grant('openid', { scope, prompt: 'consent' }, ticked && { scope: ticked })
    return decodeJwt(String(json.id_token))
  }
  assert.deepEqual((await idToken('openid groups')).roles, further.roles)
  assert.equal('roles' in (await idToken('openid profile')), false)
  assert.equal('roles' in (await idToken('openid groups', ['openid'])), false, 'the user unticked it')
  assert.equal('department' in (await idToken('openid work')), false, 'the client is not registered for it')
})

test('access tokens carry the claims that their API and its granted scopes declare, after a refresh too', async () => {
  const jwt = await server.grant('openid', { scope: 'openid read write', resource: calendar, prompt: 'consent' })
  assertGranted(jwt)
  for (const { json } of [jwt, await server.refresh('openid', jwt.json.refresh_token)]) {
    const { roles, department, email, address_book: book } = decodeJwt(String(json.access_token))
    assert.deepEqual(
      { roles, department, email },
      { roles: further.roles, department: 'Sales', email: 'alice@example.com' },
    )
    assert.equal(book, undefined)
    const seen = await server.introspect(json.access_token, 'openid' as 'api')
    assert.deepEqual([seen.roles, seen.department], [further.roles, 'Sales'])
  }
  const narrow = await server.grant('openid', { scope: 'write', resource: calendar, prompt: 'consent' })
  const claims = decodeJwt(String(narrow.json.access_token))
  assert.deepEqual([claims.roles, claims.department], [further.roles, undefined], 'the scope read is missing')
  const opaque = await server.grant('web', { scope: 'read', resource: contacts })
  const seen = await server.introspect(opaque.json.access_token)
  assert.deepEqual([seen.active, seen.department, seen.roles], [true, 'Sales', undefined])
})

test('a token that a client gets for itself has no claims of a user', async () => {
  const { json } = await server.token('machine', {
    grant_type: 'client_credentials',
    scope: 'read',
    resource: calendar,
  })
  const { roles, department, sub } = decodeJwt(String(json.access_token))
  assert.deepEqual([roles, department, sub], [undefined, undefined, 'machine'])
})

test('the claims parameter asks for a claim of any scope that the client may use (OIDC Core §5.5)', async () => {
  const claims = JSON.stringify({ userinfo: { department: null, roles: null }, id_token: { department: null } })
  const { json } = await server.grant('web', { scope: 'openid', claims, prompt: 'consent' })
  assert.deepEqual(await userinfo(json.access_token), { department: 'Sales', roles: further.roles })
  assert.equal(decodeJwt(String(json.id_token)).department, 'Sales')
})

test('discovery lists the scopes and claims of the file (OIDC Discovery §3)', async () => {
  const url = `${server.issuer}/.well-known/openid-configuration`
  const { json } = await toAnswer(await server.fetch(new Request(url)))
  for (const name of ['groups', 'work']) assert.ok((json.scopes_supported as string[]).includes(name), name)
  for (const name of ['roles', 'department']) assert.ok((json.claims_supported as string[]).includes(name), name)
})

test('a claim, scope or API that uses a name of the protocol is refused with its place and the reason', async () => {
  const alice = (claims: object) => ({ accounts: [{ username: 'alice', password: 'wonderland at noon', claims }] })
  const scope = (one: object) => ({ identityScopes: [one] })
  for (const [change, words] of [
    [alice({ sub: 'bob' }), /claims\.sub must have another name: this one belongs to the protocol/],
    [alice({ email: 'x@example.com' }), /claims\.email must be a member of the account itself/],
    [alice({ disabled: false }), /claims\.disabled must have another name/],
    [alice({ 'two words': 1 }), /claims\.two words must be/],
    [alice({ department: null }), /claims\.department must have a value/],
    [alice({ big: 'x'.repeat(9000) }), /claims must be 8192 characters of JSON at most, and is 9010/],
    [
      scope({ name: 'openid', claims: ['roles'] }),
      /identityScopes\[0\]\.name must not be the name of a built-in scope/,
    ],
    [scope({ name: 'claim:email', claims: ['roles'] }), /must not begin with claim:/],
    [scope({ name: 'groups', claims: ['sub'] }), /identityScopes\[0\]\.claims\[0\] must have another name/],
    [
      { apis: [{ identifier: calendar, name: 'C', claims: ['scope'] }] },
      /apis\[0\]\.claims\[0\] must have another name/,
    ],
    ...['email', 'offline_access', 'claim:read'].map(
      (name) =>
        [
          { apis: [{ identifier: calendar, name: 'C', scopes: [{ name }] }] },
          /apis\[0\]\.scopes\[0\]\.name must not (?:be the name of a built-in scope|begin with claim:)/,
        ] as const,
    ),
    [
      {
        ...scope({ name: 'groups', claims: ['roles'] }),
        apis: [{ identifier: calendar, name: 'C', scopes: [{ name: 'read' }, { name: 'groups' }] }],
      },
      /apis\[0\]\.scopes\[1\]\.name must not be the name of a scope in identityScopes: requests for groups would/,
    ],
  ] as const) {
    await assert.rejects(() => startServer(() => change), words)
  }
})
