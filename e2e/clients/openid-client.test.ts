import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import type { Server } from 'valetkey'
import { apis, redirectUri, serve, web } from './serve.testing.ts'
import { walk } from './walk.ts'

let server: Server
before(async () => {
  server = await serve()
})
after(() => server.close())

const discover = (id: string, authentication: client.ClientAuth) =>
  client.discovery(new URL(server.issuer), id, undefined, authentication, {
    algorithm: 'oauth2',
    execute: [client.allowInsecureRequests],
  })

for (const [words, id, authentication] of [
  ['client_secret_basic', web.id, client.ClientSecretBasic(web.secret)],
  ['client_secret_post', 'poster', client.ClientSecretPost(web.secret)],
  ['none', 'app', client.None()],
] as const) {
  test(`openid-client: code with PKCE, refresh and revocation by ${words}`, async () => {
    const config = await discover(id, authentication)
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const expectedState = client.randomState()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'read',
      resource: apis.opaque,
      state: expectedState,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    })
    const back = await walk(url, redirectUri)
    const first = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState })
    assert.equal(first.scope, 'read')
    const second = await client.refreshTokenGrant(config, String(first.refresh_token))
    assert.ok(second.access_token)
    await client.tokenRevocation(config, String(second.refresh_token))
    await assert.rejects(client.refreshTokenGrant(config, String(second.refresh_token)), { error: 'invalid_grant' })
  })
}

test('openid-client: client credentials and introspection', async () => {
  const config = await discover(web.id, client.ClientSecretBasic(web.secret))
  const { access_token } = await client.clientCredentialsGrant(config, { scope: 'read', resource: apis.opaque })
  const about = await client.tokenIntrospection(config, access_token)
  assert.equal(about.active, true)
  assert.equal(about.aud, apis.opaque)
  await client.tokenRevocation(config, access_token)
  assert.equal((await client.tokenIntrospection(config, access_token)).active, false)
})

test('openid-client: a rejected scope is reported as invalid_scope', async () => {
  const config = await discover(web.id, client.ClientSecretBasic(web.secret))
  await assert.rejects(client.clientCredentialsGrant(config, { scope: 'sing' }), { error: 'invalid_scope' })
})
