import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { random } from '../../secrets/random.ts'
import { createKeyRing } from '../../signing-keys/key-ring.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { createStores } from '../../storage/testing/entries.ts'
import { assertRefused, calendar, contacts, startServer, testClients } from '../../testing/server.ts'
import { toClient } from '../client.ts'
import { standardFeatures } from '../features.ts'
import type { Grant, Granted } from '../grants/grant.ts'
import { accessTokenProduct } from './access-token.ts'
import { products } from './index.ts'
import { type IssueRequest, issue, toTokenResponse } from './issue.ts'
import type { TokenProduct } from './product.ts'

const type = 'urn:example:grant-type:as-set'
let decision: Granted = { rights: [] }
const asSet: Grant = { type, openToPublicClients: false, authorize: async () => decision }

const server = await startServer(
  ({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'machine' ? { ...one, grant_types: [type] } : one)),
  }),
  { grants: [asSet] },
)
const gateOptions = () => ({
  issuer: server.issuer,
  keys: createKeyRing({ macKey: Buffer.alloc(32, 1), clock: Date.now }),
  random,
  usage: { note: () => undefined, noteClient: () => undefined },
  lifetimes: { accessToken: 600, refreshToken: 600, idToken: 600 },
  scopeClaims: {},
  identityScopes: [],
})
const ask = (granted: Granted) => {
  decision = granted
  return server.token('machine', { grant_type: type })
}

test('a grant may put less into a token than it allows, for a machine too', async () => {
  const rights = [{ resource: contacts, scope: ['read', 'create'] }]
  assert.equal((await ask({ rights })).json.scope, 'read create')
  assert.equal((await ask({ rights, tokenRights: [{ resource: contacts, scope: ['read'] }] })).json.scope, 'read')
})

test('no grant issues a right beyond its client, and a grant without any right left is refused', async () => {
  assert.equal(testClients.machine.scope, 'read create write')
  const wide = [{ resource: contacts, scope: ['read', 'delete'] }]
  assert.equal((await ask({ rights: wide })).json.scope, 'read')
  assertRefused(await ask({ rights: [{ resource: 'https://gone.example.com', scope: ['read'] }] }), 'invalid_grant')
})

test('no grant gives a client a token under the authorization of another client', async () => {
  await server.grant('web', { scope: 'read' }, { duration: 'always' })
  const database = new DatabaseSync(server.database)
  const row = database.prepare('select id, account_id from "authorization"').get()
  database.close()
  const [accountId, authorizationId] = [String(row?.account_id), String(row?.id)]
  const rights = [{ resource: contacts, scope: ['read'] }]
  assertRefused(await ask({ accountId, authorizationId, rights }), 'invalid_grant')
})

test('a token for two APIs carries no more at either than was granted there (RFC 8707 §2.2)', async () => {
  const both = (scope: string[]) => [
    { resource: contacts, scope: ['read'] },
    { resource: calendar, scope },
  ]
  assert.equal((await ask({ rights: both(['read']) })).json.scope, 'read')
  assertRefused(await ask({ rights: both(['write']) }), 'invalid_target')
})

test('a grant adds members to the response and claims to the access token (RFC 8693 §2.2.1, §4.1)', async () => {
  const rights = [{ resource: calendar, scope: ['read'] }]
  const response = { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' }
  const claims = { act: { sub: 'support' } }
  const { json } = await ask({ rights, response, claims })
  assert.equal(json.issued_token_type, response.issued_token_type)
  assert.deepEqual(decodeJwt(String(json.access_token)).act, claims.act)
})

test('introspection repeats added claims and those of the context, of a JWT and an opaque token alike', async () => {
  const context = { authenticatedAt: Date.now(), acr: 'high', amr: ['pwd', 'otp'], binding: { jkt: 'thumbprint' } }
  const claims = { act: { sub: 'support' }, client_id_of: 'nobody' }
  for (const resource of [contacts, calendar]) {
    const { json } = await ask({ rights: [{ resource, scope: ['read'] }], context, claims })
    const seen = await server.introspect(json.access_token, 'machine')
    assert.equal(seen.active, true)
    assert.equal(seen.client_id, 'machine')
    const { acr, amr, cnf, act, client_id_of } = seen
    assert.deepEqual(
      { acr, amr, cnf, act, client_id_of },
      { acr: 'high', amr: context.amr, cnf: context.binding, ...claims },
    )
  }
})

test('the context of a grant is in the tokens of every refresh', async () => {
  const { json } = await server.grant('web', { scope: 'read', resource: calendar })
  const database = new DatabaseSync(server.database)
  const context = { authenticatedAt: 1_700_000_000_000, acr: 'high', nonce: 'n-0S6', sid: 'session' }
  database.prepare('update token_family set context = ?').run(JSON.stringify(context))
  database.close()
  const first = await server.refresh('web', json.refresh_token)
  const second = await server.refresh('web', first.json.refresh_token)
  for (const { json: refreshed } of [first, second]) {
    const { acr, auth_time, nonce, sid } = decodeJwt(String(refreshed.access_token))
    assert.deepEqual(
      { acr, auth_time, nonce, sid },
      { acr: 'high', auth_time: 1_700_000_000, nonce: undefined, sid: undefined },
    )
  }
})

for (const own of ['access_token', 'refresh_token', 'token_type', 'expires_in', 'scope']) {
  test(`a grant that sets the response member ${own} fails and issues nothing`, async () => {
    const answer = await ask({ rights: [{ resource: contacts, scope: ['read'] }], response: { [own]: 'forged' } })
    assert.equal(answer.status, 500)
    assert.equal(answer.json.access_token, undefined)
  })
}

for (const own of [
  'iss',
  'sub',
  'aud',
  'client_id',
  'exp',
  'iat',
  'nbf',
  'jti',
  'scope',
  'auth_time',
  'acr',
  'amr',
  'cnf',
]) {
  test(`a grant that sets the claim ${own} fails and issues nothing`, async () => {
    const answer = await ask({ rights: [{ resource: contacts, scope: ['read'] }], claims: { [own]: 'forged' } })
    assert.equal(answer.status, 500)
    assert.equal(answer.json.access_token, undefined)
  })
}

test('a failed grant leaves nothing in the database', async () => {
  const database = new DatabaseSync(server.database)
  const count = () => database.prepare('select count(*) as rows from token_family').get()?.rows
  const account = database.prepare("select id from account where username = 'alice'").get()
  const before = count()
  const granted = { accountId: String(account?.id), rights: [{ resource: contacts, scope: ['read'] }] }
  assert.equal((await ask({ ...granted, claims: { sub: 'forged' } })).status, 500)
  assert.equal(count(), before)
  assert.equal((await ask(granted)).status, 200)
  assert.equal(count(), Number(before) + 1)
  database.close()
})

test('a product is written in the transaction and joins its members to the response, which it sees so far', async () => {
  const database = await openDatabase(`sqlite:${server.database}`, Date.now())
  const { oauth } = createStores(database)
  const receipt: TokenProduct<string> = {
    name: 'receipt',
    members: ['receipt'],
    isWanted: ({ client }) => client.id === 'machine',
    write: ({ client }) => client.id,
    respond: (written, _, response) => ({ receipt: `${written} got ${Object.keys(response).join(' ')}` }),
  }
  const options = gateOptions()
  const client = toClient({ client_id: 'machine', scope: 'read' }, undefined, standardFeatures)
  const granted = { rights: [{ resource: contacts, scope: ['read'] }] }
  const request = { client, apis: await oauth.listApis(), granted, now: Date.now(), epoch: 0, recipient: undefined }
  const ask = (change: Partial<IssueRequest>) =>
    oauth.transaction((stores) =>
      issue({ ...request, products: [accessTokenProduct, receipt], ...change }, stores, options),
    )
  const response = await toTokenResponse(await ask({}), { keys: { ...options.keys, sign: () => 'signed' } })
  assert.equal(response.receipt, 'machine got access_token token_type expires_in scope')
  await assert.rejects(ask({ granted: { ...granted, response: { receipt: 'forged' } } }), /response member receipt/)
  const other = toClient({ client_id: 'other', scope: 'read' }, undefined, standardFeatures)
  assert.deepEqual(
    (await ask({ client: other })).products.map(({ name }) => name),
    ['access_token'],
  )
  await database.close()
})

test('a disabled client gets no token, even where the caller of the gate did not check', async () => {
  const database = await openDatabase(`sqlite:${server.database}`, Date.now())
  const clock = Date.now
  const options = gateOptions()
  const { oauth } = createStores(database)
  const granted = { rights: [{ resource: contacts, scope: ['read'] }] }
  const apis = await oauth.listApis()
  const attempt = (disabled: boolean) => {
    const client = toClient({ client_id: 'machine', scope: 'read', disabled }, undefined, standardFeatures)
    return oauth.transaction((stores) =>
      issue({ client, apis, granted, products, now: clock(), epoch: 0, recipient: undefined }, stores, options),
    )
  }
  assert.equal((await attempt(false)).products[0]?.name, 'access_token')
  await assert.rejects(attempt(true), { code: 'invalid_client' })
  await database.close()
})
