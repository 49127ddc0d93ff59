import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metadataOf, startTestServer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { type Client, createClient } from './index.ts'

test('a hundred callers share one discovery, and later ones need none', async () => {
  const server = await startTestServer()
  try {
    const client = createClient({ issuer: server.issuer, clientId: 'app', redirectUri: 'http://localhost/cb' })
    await Promise.all(Array.from({ length: 100 }, () => client.authorizationUrl()))
    await client.authorizationUrl()
    assert.equal(server.at('/.well-known/oauth-authorization-server').length, 1)
  } finally {
    await server.close()
  }
})

test('the OpenID well-known name serves where the RFC 8414 one is missing', async () => {
  for (const missing of [{ status: 404, body: '' }, { body: '<html>an app that answers everything</html>' }]) {
    const server = await startTestServer({
      metadata: (issuer, path) => (path.endsWith('openid-configuration') ? { body: metadataOf(issuer) } : missing),
    })
    try {
      const client = createClient({ issuer: server.issuer, clientId: 'app', redirectUri: 'http://localhost/cb' })
      const { url } = await client.authorizationUrl()
      assert.ok(url.startsWith(`${server.issuer}/authorize?`))
    } finally {
      await server.close()
    }
  }
})

test('a failed discovery is tried again at the next call', async () => {
  let down = true
  const server = await startTestServer({
    metadata: (issuer) => (down ? { status: 503, body: 'down' } : { body: metadataOf(issuer) }),
  })
  try {
    const client = createClient({ issuer: server.issuer, clientId: 'app', redirectUri: 'http://localhost/cb' })
    await assert.rejects(client.authorizationUrl(), { code: 'unexpected', during: 'discovery', status: 503 })
    down = false
    await client.authorizationUrl()
  } finally {
    await server.close()
  }
})

test('metadata of another issuer is refused, a trailing slash included (RFC 8414 §3.3)', async () => {
  const server = await startTestServer({
    metadata: (issuer) => ({ body: { ...metadataOf(issuer), issuer: `${issuer}/` } }),
  })
  try {
    const client = createClient({ issuer: server.issuer, clientId: 'app', redirectUri: 'http://localhost/cb' })
    await assert.rejects(client.authorizationUrl(), { code: 'mismatch', during: 'discovery' })
  } finally {
    await server.close()
  }
})

test('an issuer over plain http is refused, except on this computer', () => {
  assert.throws(() => createClient({ issuer: 'http://id.example.com', clientId: 'app' }), /not https/)
  createClient({ issuer: 'http://id.example.com', clientId: 'app', dangerouslyAllowHttp: true })
  createClient({ issuer: 'http://[::1]:4000', clientId: 'app' })
})

test('a token endpoint over plain http gets no secret', async () => {
  const server = await startTestServer({
    metadata: (issuer) => ({ body: { ...metadataOf(issuer), token_endpoint: 'http://id.example.com/token' } }),
  })
  try {
    const client = createClient({ issuer: server.issuer, clientId: 'app', clientSecret: 'hush' })
    await assert.rejects(client.clientCredentials().accessToken(), { code: 'unexpected', message: /not https/ })
  } finally {
    await server.close()
  }
})

/** A use of each endpoint, with what it would leak. */
const uses: Readonly<Record<string, (client: Client, issuer: string) => Promise<unknown>>> = {
  authorization_endpoint: (client) => client.authorizationUrl(),
  token_endpoint: (client) => client.clientCredentials().accessToken(),
  revocation_endpoint: (client) => client.revoke({ accessToken: 'a' }),
  introspection_endpoint: (client) => client.introspect('a'),
  jwks_uri: (client) => client.verifyLogoutToken(signToken({}, createTestKey('k1'))),
  userinfo_endpoint: (client, iss) =>
    client.session({ accessToken: 'a', scope: ['openid'], claims: { iss, sub: 'u1', exp: 1, iat: 1 } }).userinfo(),
  end_session_endpoint: (client) => client.logoutUrl({ idToken: 'hint' }),
}

for (const [endpoint, use] of Object.entries(uses)) {
  test(`${endpoint} that is not https, or no URL, gets nothing and is an error of the server (RFC 8414 §2)`, async () => {
    for (const value of [
      'http://id.example.com/x',
      'javascript:alert(1)',
      'data:,x',
      'file:///x',
      '/x',
      '',
      7,
      null,
      {},
      [],
    ]) {
      const server = await startTestServer({
        metadata: (issuer) => ({ body: { ...metadataOf(issuer), [endpoint]: value } }),
      })
      const client = createClient({
        issuer: server.issuer,
        clientId: 'app',
        redirectUri: 'http://localhost/cb',
        fetch: (input, init) => {
          assert.ok(String(input).startsWith(`${server.issuer}/.well-known/`), `sent to ${input}`)
          return fetch(input, init)
        },
      })
      try {
        await assert.rejects(
          use(client, server.issuer),
          { name: 'ClientError', code: 'unexpected' },
          JSON.stringify(value),
        )
      } finally {
        await server.close()
      }
    }
  })
}

test('metadata that is redirected is not followed', async () => {
  const other = await startTestServer()
  const server = await startTestServer({
    metadata: (_, path) => ({ status: 302, body: '', headers: { location: other.issuer + path } }),
  })
  try {
    const client = createClient({ issuer: server.issuer, clientId: 'app' })
    await assert.rejects(client.logoutUrl({}), { code: 'unexpected', during: 'discovery', status: 302 })
    assert.equal(other.at('/.well-known/oauth-authorization-server').length, 0)
  } finally {
    await Promise.all([server.close(), other.close()])
  }
})
