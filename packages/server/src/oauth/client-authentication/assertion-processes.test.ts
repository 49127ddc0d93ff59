import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertionFields, makeClientKey, signAssertion } from '../../testing/client-jwt.ts'
import { prepareProcesses } from '../../testing/process.ts'
import { testClients, testConfig } from '../../testing/server.ts'

test('of twenty requests with one jti to two processes exactly one gets a token (RFC 7523 §3)', async () => {
  const key = await makeClientKey('ES256', 'one')
  const { client_secret: _, ...machine } = testClients.machine
  const method = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } }
  const clients = [...testConfig.clients, { ...machine, ...method, client_id: 'signer' }]
  const shared = prepareProcesses({ clients })
  const origins = [(await shared.start()).origin, (await shared.start()).origin]
  for (let round = 0; round < 5; round++) {
    const fields = assertionFields(await signAssertion('signer', key, { issuer: String(testConfig.issuer) }))
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'read', ...fields })
    const ask = async (at: number) => (await fetch(`${origins[at % 2]}/token`, { method: 'POST', body })).status
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, at) => ask(at)))
    assert.equal(statuses.filter((status) => status === 200).length, 1, statuses.join(' '))
  }
})
