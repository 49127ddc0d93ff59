import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertRefused, startServer, testConfig } from '../../testing/server.ts'

const server = await startServer()
const revoke = (client: Parameters<typeof server.post>[1], token: unknown) =>
  server.post('/revoke', client, { token: String(token) })

/** Asks without a page: `consent_required` if no active authorization allows it (OIDC Core §3.1.2.1). */
const askSilently = async (client: Parameters<typeof server.authorize>[0], scope = 'read') =>
  (await server.authorize(client, { scope, prompt: 'none' })).fields

test('revoking the last refresh token of an app revokes the authorization (RFC 7009 §2.1)', async () => {
  const { json } = await server.grant('web', { scope: 'read' })
  assert.ok((await askSilently('web')).has('code'), 'the authorization is remembered')
  assert.equal((await revoke('web', json.refresh_token)).status, 200)
  assert.equal((await askSilently('web')).get('error'), 'consent_required')
})

test('an authorization with tokens in another browser stays active until those are revoked too (RFC 7009 §2.1)', async () => {
  const one = await server.grant('web', { scope: 'read' })
  const two = await server.redeem('web', await server.authorize('web', { scope: 'read', prompt: 'none' }))
  await revoke('web', one.json.refresh_token)
  assert.equal((await server.introspect(two.json.access_token)).active, true)
  assert.equal((await server.refresh('web', two.json.refresh_token)).status, 200)
  assert.ok((await askSilently('web')).has('code'))
  await revoke('web', two.json.refresh_token)
  assert.equal((await askSilently('web')).get('error'), 'consent_required')
})

test('revoking an access token leaves the authorization, as long as the app can refresh (RFC 7009 §2.1)', async () => {
  const { json } = await server.grant('web', { scope: 'read' })
  await revoke('web', json.access_token)
  assert.ok((await askSilently('web')).has('code'))
  await revoke('web', json.refresh_token)
})

test('an app without refresh tokens revokes the authorization with its access token (RFC 7009 §2.1)', async () => {
  const fields = { response_type: 'token', code_challenge: undefined, code_challenge_method: undefined }
  const silently = { ...fields, prompt: 'none' }
  const answers = [await server.authorize('implicit', fields), await server.authorize('implicit', silently)]
  for (const [at, { fields }] of answers.entries()) {
    await revoke('implicit', fields.get('access_token'))
    if (at === 0) answers.push(await server.authorize('implicit', silently))
  }
  assert.equal(answers.length, 3)
  assert.equal((await server.authorize('implicit', silently)).fields.get('error'), 'consent_required')
})

test('a token of a disabled account can be revoked (RFC 7009 §2.2)', async () => {
  for (const [client, scope, reader] of [
    ['web', 'read', 'api'],
    ['other', 'write', 'other'],
  ] as const) {
    const { json } = await server.grant(client, { scope })
    await server.restart(({ accounts }) => ({
      accounts: accounts.map((account) => ({ ...account, disabled: true })),
    }))
    await revoke(client, json.access_token)
    await server.restart(() => ({ accounts: testConfig.accounts }))
    assert.deepEqual(await server.introspect(json.access_token, reader), { active: false }, client)
    assert.equal((await server.refresh(client, json.refresh_token)).status, 200, 'its family is still valid')
  }
})

test('rights at a removed API stay void when the API is added again (RFC 7662 §2.2)', async () => {
  const opaque = await server.grant('web', { scope: 'read' })
  const jwt = await server.grant('other', { scope: 'write' })
  const assertVoid = async () => {
    assert.deepEqual(await server.introspect(opaque.json.access_token, 'web'), { active: false })
    assert.deepEqual(await server.introspect(jwt.json.access_token, 'other'), { active: false })
  }
  await server.restart(() => ({ apis: [] }))
  await assertVoid()
  assert.equal((await revoke('other', jwt.json.access_token)).status, 200)
  await server.restart(() => ({ apis: testConfig.apis }))
  await assertVoid()
  assertRefused(await server.refresh('web', opaque.json.refresh_token), 'invalid_grant')
})

test('a token for an API that the operator took from its client is not active, opaque and JWT (RFC 7662 §2.2)', async () => {
  const opaque = await server.grant('web', { scope: 'read' })
  const jwt = await server.grant('other', { scope: 'write' })
  const elsewhere = [{ identifier: 'https://elsewhere.example.com', name: 'Elsewhere' }]
  await server.restart(({ clients }) => ({
    apis: [...testConfig.apis, ...elsewhere],
    clients: clients.map((one) => ({ ...one, apis: [{ identifier: 'https://elsewhere.example.com', scope: '' }] })),
  }))
  assert.deepEqual(await server.introspect(opaque.json.access_token, 'web'), { active: false })
  assert.deepEqual(await server.introspect(jwt.json.access_token, 'other'), { active: false })
})
