import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGranted, assertRefused, basic, startServer, testClients } from '../../testing/server.ts'

const strong = (tail: string) => `0123456789abcdefghijklmnopqrstuvwxyzABCDEFG${tail}`
const { client_secret: _, ...machine } = testClients.machine
const clients = [
  { ...machine, client_id: 'my+app@corp', client_secret: strong('+%41') },
  { ...machine, client_id: 'rate%20limit', client_secret: strong('%2B') },
  { ...machine, client_id: 'slow+%41', client_secret: 'short +%41' },
  { ...machine, client_id: 'cafe', client_secret: 'pässwörd+%41 日本' },
  { ...machine, client_id: 'same name', client_secret: strong('-space') },
  { ...machine, client_id: 'same+name', client_secret: strong('-plus') },
] as const
const server = await startServer((config) => ({ clients: [...config.clients, ...clients] }))
const fields = { grant_type: 'client_credentials', scope: 'read' }

const form = (part: string) => new URLSearchParams({ x: part }).toString().slice(2)
const raw = (part: string) => part
const withHeader = (authorization: string, more: Readonly<Record<string, string>> = {}) =>
  server.token(undefined, { ...fields, ...more }, { headers: { authorization } })

for (const { client_id: id, client_secret: secret } of clients) {
  for (const [idAs, encodeId] of Object.entries({ raw, form, percent: encodeURIComponent })) {
    for (const [secretAs, encodeSecret] of Object.entries({ raw, form, percent: encodeURIComponent })) {
      test(`id ${id} sent ${idAs} and its secret sent ${secretAs} are accepted (RFC 6749 §2.3.1, RFC 7617 §2.1)`, async () => {
        const authorization = basic(encodeId(id), encodeSecret(secret))
        assertGranted(await withHeader(authorization))
        assertGranted(await withHeader(authorization, { client_id: id }))
      })
    }
  }

  test(`a wrong secret of ${id} is refused however it is encoded`, async () => {
    for (const encode of [raw, form]) {
      assertRefused(await withHeader(basic(encode(id), encode(`${secret}x`))), 'invalid_client')
      assertRefused(await withHeader(basic(encode(id), encode(secret.slice(1)))), 'invalid_client')
    }
  })
}

test('an id that can be read as two clients is the one whose secret was sent', async () => {
  for (const { client_id, client_secret } of clients.filter((one) => one.client_id.startsWith('same'))) {
    const granted = await withHeader(basic('same+name', client_secret))
    assertGranted(granted)
    assert.equal((await server.introspect(granted.json.access_token)).client_id, client_id)
  }
})

test('a secret in Latin-1 is read as such where it is not UTF-8', async () => {
  await server.restart((config) => ({
    clients: [...config.clients, { ...machine, client_id: 'latin', client_secret: 'pässwörd' }],
  }))
  assertGranted(await withHeader(`Basic ${Buffer.from('latin:pässwörd', 'latin1').toString('base64')}`))
})

test('Basic with an empty secret is a public client without one (RFC 6749 §2.3.1)', async () => {
  const refresh = { grant_type: 'refresh_token', refresh_token: 'x' }
  const send = (id: string, more: Readonly<Record<string, string>> = {}) =>
    server.token(undefined, { ...refresh, ...more }, { headers: { authorization: basic(id, '') } })
  assertRefused(await send('native'), 'invalid_grant')
  assertRefused(await send('native', { client_id: 'native' }), 'invalid_grant')
  for (const answer of [await send('web'), await send('nobody'), await send('native', { client_id: 'web' })]) {
    assertRefused(answer, 'invalid_client')
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic realm=/)
  }
  const { client_id, client_secret } = testClients.native as { client_id: string; client_secret?: string }
  assert.equal(client_secret, undefined)
  assertRefused(
    await server.token(
      undefined,
      { ...refresh, client_id, client_secret: 'x' },
      { headers: { authorization: basic(client_id, '') } },
    ),
    'invalid_client',
  )
})
