import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../testing/server.ts'

const named = (identifier: string) => ({ identifier, name: 'Vault', scopes: [{ name: 'open', description: '' }] })

test('two APIs whose identifiers mean the same are refused, since the audience of a token cannot distinguish them (RFC 8707 §2)', async () => {
  for (const [one, other] of [
    ['https://vault.example.com', 'https://vault.example.com/'],
    ['https://vault.example.com/v1', 'HTTPS://Vault.example.com/v1'],
    ['https://vault.example.com/v1', 'https://vault.example.com:443/v1'],
    ['http://localhost:80', 'http://localhost/'],
  ] as const) {
    await assert.rejects(
      startServer(({ apis }) => ({ apis: [...apis, named(one), named(other)] })),
      ({ message }: Error) =>
        message.includes(`: apis: ${other} and ${one} are the same API `) && message.endsWith('; remove one of them'),
      `${one} ${other}`,
    )
  }
  await startServer(({ apis }) => ({
    apis: [...apis, named('https://vault.example.com/v1'), named('https://vault.example.com/v1/')],
  }))
})

test('a client may refer to an API by an equivalent spelling of its identifier', async () => {
  const server = await startServer(({ apis, clients }) => ({
    apis: [...apis, named('https://vault.example.com')],
    clients: clients.map((one) =>
      one.client_id === 'machine'
        ? { ...one, apis: [{ identifier: 'https://Vault.example.com:443/', scope: 'open' }] }
        : one,
    ),
  }))
  assert.equal((await server.token('machine', { grant_type: 'client_credentials' })).json.scope, 'open')
})
