import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parameter } from '@valetkey/protocol'
import { type Answer, assertGranted, assertRefused, startServer, testClients } from '../../testing/server.ts'
import { toClient } from '../client.ts'
import { standardFeatures } from '../features.ts'
import type { ClientAuthenticationMethod } from './method.ts'
import { Proven } from './proven.ts'

const { client_secret: _, ...machine } = testClients.machine
const fields = { grant_type: 'client_credentials', scope: 'read' }
const assertion = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"signer"}').toString('base64url')}.`
const foreign = toClient({ client_id: 'web' }, undefined, standardFeatures)

/** A method as CONTRIBUTING.md says, that proves a client as `authenticate` does. */
function method(authenticate: ClientAuthenticationMethod['authenticate']): ClientAuthenticationMethod {
  return {
    name: 'door_badge',
    isConfidential: true,
    needsSecret: false,
    recognizes: ({ form }) => parameter(form, 'badge') !== undefined,
    authenticate,
  }
}

async function ask(authenticate: ClientAuthenticationMethod['authenticate'], more = {}): Promise<Answer> {
  const signer = { ...machine, client_id: 'signer', token_endpoint_auth_method: 'door_badge' }
  const methods = { clientAuthenticationMethods: [method(authenticate)] }
  const server = await startServer(({ clients }) => ({ clients: [...clients, signer] }), methods)
  const metadata = await server.fetch(new Request(`${server.issuer}/.well-known/oauth-authorization-server`))
  const { token_endpoint_auth_methods_supported: names } = (await metadata.json()) as Record<string, string[]>
  assert.ok(names?.includes('door_badge'), 'the metadata lists the method')
  return server.token(undefined, { ...fields, client_id: 'signer', badge: assertion, ...more })
}

test('a method that verified something authenticates its client', async () => {
  assertGranted(
    await ask(async ({ form }, client) => (parameter(form, 'badge') === assertion ? Proven.client(client) : undefined)),
  )
})

test('a method without proof is refused, and so is anything that only looks like proof', async () => {
  const values: readonly unknown[] = [
    undefined,
    null,
    true,
    {},
    [],
    'signer',
    Object.create(Proven.prototype),
    foreign,
    Proven.client(foreign),
  ]
  for (const value of values) {
    assertRefused(await ask(async () => value as Proven), 'invalid_client')
  }
})

test('a method proves no client that is registered for another, or unknown', async () => {
  const anybody: ClientAuthenticationMethod['authenticate'] = async (_, client) => Proven.client(client)
  for (const client_id of ['machine', 'native', 'nobody'])
    assertRefused(await ask(anybody, { client_id }), 'invalid_client')
})

test('a method and a secret in one request are refused (RFC 6749 §2.3)', async () => {
  const anybody: ClientAuthenticationMethod['authenticate'] = async (_, client) => Proven.client(client)
  assertRefused(await ask(anybody, { client_secret: 'x' }), 'invalid_request')
})

test('a client of a confidential method is not served by its bare client_id', async () => {
  const anybody: ClientAuthenticationMethod['authenticate'] = async (_, client) => Proven.client(client)
  assertRefused(await ask(anybody, { badge: '' }), 'invalid_client')
})

test('only client authentication methods can make proof', () => {
  const root = path.join(import.meta.dirname, '../..')
  const makers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => readFileSync(path.join(root, file), 'utf8').includes('Proven.client('))
  assert.ok(makers.length >= 3)
  for (const file of makers) assert.equal(path.dirname(file), 'oauth/client-authentication', file)
})
