import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guard, type Outcome } from './index.ts'
import { createTestIssuer, type TestTokenOptions } from './testing.ts'

const audience = 'https://contacts.example.com'
const issuer = await createTestIssuer({ audience })
const quiet = { onRefused: () => {}, onUnavailable: () => {} }
const options = { issuer: issuer.issuer, audience, ...issuer.guardOptions, ...quiet }

const call = (token: string, more: object = {}): Promise<Outcome> =>
  guard({ ...options, ...more })
    .require('read')
    .check({ method: 'GET', url: '/', headers: new Headers({ authorization: `Bearer ${token}` }) })

const errorOf = (outcome: Outcome) => (outcome.outcome === 'refused' ? JSON.parse(outcome.body).error_description : '')

test('a guard admits a token of the test issuer without a network', async (t) => {
  t.mock.method(globalThis, 'fetch', () => assert.fail('the network was used'))
  const outcome = await call(await issuer.token({ scope: ['read', 'create'], sub: 'alice', clientId: 'web' }))
  assert.equal(outcome.outcome, 'granted')
  if (outcome.outcome !== 'granted') return
  const { subject, clientId, scope } = outcome.token
  assert.deepEqual({ subject, clientId, scope }, { subject: 'alice', clientId: 'web', scope: ['read', 'create'] })
})

for (const [wanted, message] of [
  [{ expiresIn: -60 }, /has expired/],
  [{ audience: 'https://files.example.com' }, /another API/],
  [{ scope: 'create' }, /lacks the scope: read/],
  [{ scope: undefined }, /lacks the scope: read/],
  [{ claims: { iss: 'https://other.example' } }, /another issuer/],
  [{ claims: { client_id: undefined } }, /lacks a required claim/],
  [{ claims: { cnf: { jkt: 'x' } } }, /sender-constrained/],
] as const satisfies readonly (readonly [TestTokenOptions | { scope: undefined }, RegExp])[]) {
  test(`a guard refuses a test token with ${JSON.stringify(wanted)}`, async () => {
    const token = await Reflect.apply(issuer.token, undefined, [{ scope: 'read', ...wanted }])
    assert.match(errorOf(await call(token)), message)
  })
}

test('a token of another test issuer is refused, also under the same identifier', async () => {
  const other = await createTestIssuer({ audience })
  assert.match(errorOf(await call(await other.token({ scope: 'read' }))), /matches no key/)
})

test('introspection knows opaque tokens and JWTs until they are revoked', async () => {
  for (const format of ['opaque', 'jwt'] as const) {
    const introspection = { clientId: 'a', clientSecret: 'b', cacheSeconds: 0, always: true }
    const token = await issuer.token({ scope: 'read', format })
    assert.equal((await call(token, { introspection })).outcome, 'granted')
    issuer.revoke(token)
    assert.match(errorOf(await call(token, { introspection })), /was revoked/)
  }
})

test('an issuer with a path is found under its well-known URL (RFC 8414 §3.1)', async () => {
  const tenant = await createTestIssuer({ audience, issuer: 'https://issuer.test/tenant' })
  const more = { issuer: tenant.issuer, ...tenant.guardOptions }
  assert.equal((await call(await tenant.token({ scope: 'read' }), more)).outcome, 'granted')
})

test('an option that does not exist is refused by name', async () => {
  await assert.rejects(Reflect.apply(issuer.token, undefined, [{ scopes: 'read' }]), /token: .*did you mean scope\?/)
  await assert.rejects(Reflect.apply(createTestIssuer, undefined, [{ audiance: 'x' }]), /did you mean audience\?/)
})
