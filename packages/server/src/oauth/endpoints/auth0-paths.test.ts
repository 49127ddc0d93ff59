import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { toAnswer } from '../../../../../conformance/target/answer.ts'
import { calendar, redirectUri, startServer, testClients } from '../../testing/server.ts'

const server = await startServer()

const { client_id, client_secret } = testClients.machine

async function tokenByJson(body: unknown, path = '/oauth/token') {
  const headers = { 'content-type': 'application/json' }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return toAnswer(await server.fetch(new Request(server.issuer + path, { method: 'POST', headers, body: text })))
}

test('/oauth/token is the token endpoint, with a form or a JSON object in the body', async () => {
  const form = await server.post('/oauth/token', 'machine', { grant_type: 'client_credentials', scope: 'read' })
  assert.equal(form.status, 200, form.text)
  const credentials = { client_id: 'other', client_secret: testClients.other.client_secret }
  const outcome = await server.authorize('other', { scope: 'read' })
  const json = await tokenByJson({
    grant_type: 'authorization_code',
    code: outcome.fields.get('code'),
    redirect_uri: redirectUri('other'),
    code_verifier: outcome.verifier,
    ...credentials,
  })
  assert.equal(json.status, 200, json.text)
})

test('/oauth/token refuses other JSON, and /token every JSON (RFC 6749 §3.2)', async () => {
  for (const body of [
    '',
    'null',
    '[]',
    '{',
    '"text"',
    { grant_type: 1 },
    { grant_type: [null] },
    { grant_type: 'a\0' },
    { grant_type: 'client_credentials', scope: 'a\ud800' },
  ]) {
    const answer = await tokenByJson(body)
    assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request'], JSON.stringify(body))
  }
  const repeated = await tokenByJson({ grant_type: ['client_credentials', 'password'], client_id, client_secret })
  assert.equal(repeated.json.error, 'invalid_request')
  const strict = await tokenByJson({ grant_type: 'client_credentials', client_id, client_secret }, '/token')
  assert.equal(strict.json.error, 'invalid_request')
})

test('a browser of another origin may send JSON to /oauth/token', async () => {
  const headers = {
    origin: 'https://spa.example.com',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,auth0-client',
  }
  const answer = await server.fetch(new Request(`${server.issuer}/oauth/token`, { method: 'OPTIONS', headers }))
  assert.equal(answer.headers.get('access-control-allow-headers'), 'content-type,auth0-client')
})

test('audience names an API as resource does (RFC 8707 §2)', async () => {
  const machine = { grant_type: 'client_credentials', scope: 'write' }
  const token = await server.token('machine', { ...machine, audience: calendar })
  assert.equal(decodeJwt(String(token.json.access_token)).aud, calendar)
  const unknown = await server.token('machine', { ...machine, audience: 'https://unknown.example.com' })
  assert.equal(unknown.json.error, 'invalid_target')

  const outcome = await server.authorize('other', { scope: 'read write', audience: calendar })
  const code = await server.redeem('other', outcome, { audience: calendar })
  assert.equal(decodeJwt(String(code.json.access_token)).aud, calendar)
  const refreshed = await server.refresh('other', code.json.refresh_token, { audience: calendar })
  assert.equal(decodeJwt(String(refreshed.json.access_token)).aud, calendar)
  const refused = await server.authorize('other', { scope: 'read', audience: 'https://unknown.example.com' })
  assert.equal(refused.fields.get('error'), 'invalid_target')
})
