import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { assertGranted, startServer } from '../../testing/server.ts'
import { createFeatures } from '../features.ts'
import type { JsonObject } from '../grant-context.ts'
import type { TokenProduct } from './product.ts'

const receipt: TokenProduct<JsonObject> = {
  name: 'receipt',
  members: ['receipt'],
  isWanted: ({ authorization }) => authorization !== undefined,
  write({ client, granted, now }, _stores, { issuer }) {
    return { iss: issuer, aud: client.id, sub: granted.accountId, iat: Math.floor(now / 1000) }
  },
  respond: (claims, { keys }) => ({ receipt: keys.sign('ES256', 'receipt+jwt', claims) }),
}
const server = await startServer(() => ({}), { products: [receipt] })

test('an added product is in the response of every grant that it is wanted for', async () => {
  const { json } = await server.grant('web', { scope: 'read' })
  const refreshed = await server.refresh('web', json.refresh_token)
  for (const one of [json, refreshed.json]) {
    assert.equal(decodeProtectedHeader(String(one.receipt)).typ, 'receipt+jwt')
    const { iss, aud } = decodeJwt(String(one.receipt))
    assert.deepEqual({ iss, aud }, { iss: server.issuer, aud: 'web' })
    assert.equal(typeof one.access_token, 'string')
  }
  const machine = await server.token('machine', { grant_type: 'client_credentials' })
  assertGranted(machine)
  assert.equal(machine.json.receipt, undefined)
})

test('an authorization response carries the products of its response type alone (RFC 6749 §4.2.2)', async () => {
  const { fields } = await server.authorize('implicit', { response_type: 'token', scope: 'read' })
  assert.equal(typeof fields.get('access_token'), 'string')
  assert.deepEqual([fields.get('receipt'), fields.get('refresh_token')], [null, null])
})

test('two products with one name, or with a member in common, are refused at start', () => {
  assert.throws(() => createFeatures({ products: [receipt, receipt] }), /products: receipt is there already/)
  const other = { ...receipt, name: 'other', members: ['scope'] }
  assert.throws(() => createFeatures({ products: [other] }), /members of products: scope is there already/)
})
