import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, assertRefused, basic, startServer, testClients } from '../../testing/server.ts'

const server = await startServer(({ clients }) => ({
  clients: [...clients, { ...testClients.native, client_id: 'disabled', disabled: true }],
}))
const refresh = { grant_type: 'refresh_token', refresh_token: 'x' }
const endpoints = { '/token': refresh, '/revoke': { token: 'x' }, '/introspect': { token: 'x' } }

function challengeOf(answer: Answer): string {
  assertRefused(answer, 'invalid_client')
  assert.equal(answer.status, 401)
  return answer.headers.get('www-authenticate') ?? ''
}

for (const [path, fields] of Object.entries(endpoints)) {
  test(`a 401 of ${path} challenges with Basic where the client used Basic (RFC 6749 §5.2)`, async () => {
    for (const authorization of [
      basic('web', 'wrong'),
      basic('other', 'wrong'),
      basic('nobody', 'x'),
      'Basic !',
      'basic',
    ]) {
      const answer = await server.post(path, undefined, fields, { headers: { authorization } })
      assert.match(challengeOf(answer), /^Basic realm="http:\/\/localhost:4000", charset="UTF-8"$/, authorization)
    }
  })

  test(`a 401 of ${path} challenges without Basic where another scheme was used (RFC 9110 §15.5.2)`, async () => {
    for (const authorization of ['Digest x', 'Bearer x', 'DPoP x', 'Basically x']) {
      for (const extra of [{}, { client_id: 'native' }]) {
        const answer = await server.post(path, undefined, { ...fields, ...extra }, { headers: { authorization } })
        assert.match(challengeOf(answer), /^OAuthClient /, authorization)
      }
    }
  })

  test(`a 401 of ${path} challenges with Basic where the client is registered for it`, async () => {
    for (const extra of [{ client_id: 'web' }, { client_id: 'web', client_secret: 'wrong' }]) {
      assert.match(challengeOf(await server.post(path, undefined, { ...fields, ...extra })), /^Basic /)
    }
  })

  test(`any other 401 of ${path} has a challenge for which no browser asks for a password (RFC 9110 §15.5.2)`, async () => {
    for (const extra of [
      {},
      { client_id: 'nobody' },
      { client_id: 'nobody', client_secret: 'x' },
      { client_secret: 'x' },
      { client_id: 'disabled' },
      { client_id: 'other' },
      { client_id: 'other', client_secret: 'wrong' },
      { client_id: 'native', client_secret: 'x' },
    ]) {
      const challenge = challengeOf(await server.post(path, undefined, { ...fields, ...extra }))
      assert.equal(challenge, 'OAuthClient realm="http://localhost:4000"', JSON.stringify(extra))
    }
  })
}

test('a public client at the introspection endpoint gets a challenge, too (RFC 9110 §15.5.2)', async () => {
  const answer = await server.post('/introspect', 'native', { token: 'x' })
  assert.match(challengeOf(answer), /^OAuthClient /)
})
