import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { metadataOf, startTestServer } from '../test-server.ts'
import { type ClientOptions, createClient, type TokenSet } from './index.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
let api: Awaited<ReturnType<typeof startTestServer>>
beforeEach(async () => {
  server = await startTestServer()
  api = await startTestServer()
})
afterEach(async () => {
  await server.close()
  await api.close()
})

const alive: TokenSet = { accessToken: 'a0', refreshToken: 'r0', scope: ['read'] }
const clientOf = (more: Partial<ClientOptions> = {}) =>
  createClient({ issuer: server.issuer, clientId: 'app', clientSecret: 'hush', ...more })
const foreign = { name: 'TypeError', code: 'ERR_FOREIGN_ORIGIN' }

test('a token is sent to the origin of its resource', async () => {
  for (const session of [
    clientOf({ resource: `${api.issuer}/contacts` }).session(alive),
    clientOf().session({ ...alive, resource: [api.issuer] }),
    clientOf({ allowedOrigins: [api.issuer] }).session(alive),
    clientOf({ allowedOrigins: [`${api.issuer}/`] }).session(alive),
    clientOf().clientCredentials({ resource: api.issuer }),
    clientOf({ resource: api.issuer }).clientCredentials(),
  ]) {
    assert.equal((await session.fetch(`${api.issuer}/api`)).status, 200)
  }
  assert.equal(api.at('/api').length, 6)
})

test('a token is sent to no other origin, and the error names the option that allows it (RFC 9700 §4.9.1)', async () => {
  const other = 'https://api.example.com'
  for (const session of [
    clientOf().session(alive),
    clientOf({ resource: other }).session(alive),
    clientOf({ resource: 'urn:contacts' }).session(alive),
    clientOf({ resource: api.issuer }).session({ ...alive, resource: [other] }),
    clientOf({ allowedOrigins: [other] }).session(alive),
    clientOf({ resource: api.issuer }).clientCredentials({ resource: other }),
  ]) {
    await assert.rejects(session.fetch(`${api.issuer}/api`), foreign)
    await assert.rejects(session.fetch(new URL('/api', api.issuer)), /allowedOrigins: \['http:\/\/127/)
  }
  assert.equal(api.at('/api').length, 0)
  assert.equal(server.at('/token').length, 0, 'no token was fetched in vain')
})

test('another port or scheme, and a host with the same beginning, is another origin', async () => {
  const session = clientOf({ resource: 'https://api.example.com' }).session(alive)
  for (const url of ['https://api.example.com:444/', 'http://localhost/', 'https://api.example.com.evil.example/']) {
    await assert.rejects(session.fetch(url), foreign)
  }
  await assert.rejects(session.fetch('https://api.example.com@evil.example/'), foreign)
})

test('metadata of an https issuer cannot name a plain http URL, even on loopback (RFC 8414 §6.1)', async () => {
  const issuer = 'https://id.example.com'
  for (const member of ['authorization_endpoint', 'token_endpoint', 'revocation_endpoint', 'introspection_endpoint']) {
    for (const host of ['127.0.0.1', 'localhost', 'id.example.com']) {
      for (const dangerouslyAllowHttp of [false, true]) {
        const asked: string[] = []
        const fetch: typeof globalThis.fetch = async (input) => {
          asked.push(String(input))
          return Response.json({ ...metadataOf(issuer), [member]: `http://${host}/x` })
        }
        const client = clientOf({ issuer, fetch, redirectUri: 'https://app.example.com/cb', dangerouslyAllowHttp })
        const uses = {
          authorization_endpoint: () => client.authorizationUrl(),
          token_endpoint: () => client.clientCredentials().accessToken(),
          revocation_endpoint: () => client.revoke(alive),
          introspection_endpoint: () => client.introspect('x'),
        }
        const refused = { code: 'unexpected', message: /is not https/ }
        await assert.rejects(uses[member as keyof typeof uses](), refused)
        assert.deepEqual(asked, [`${issuer}/.well-known/oauth-authorization-server`])
      }
    }
  }
})
