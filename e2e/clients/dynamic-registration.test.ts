import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import * as client from 'openid-client'
import type { Server } from 'valetkey'
import { apis, redirectUri, serveWith } from './serve.testing.ts'
import { walk } from './walk.ts'

let server: Server
before(async () => {
  server = await serveWith({ registration: 'open', scope: 'openid read' })
})
after(() => server.close())

test('openid-client: registers, and gets tokens with what it got', async () => {
  const members = {
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    // This library's default; that of RFC 7591 §2 is client_secret_basic.
    token_endpoint_auth_method: 'client_secret_post',
  }
  const config = await client.dynamicClientRegistration(new URL(server.issuer), members, undefined, {
    execute: [client.allowInsecureRequests],
  })
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid read',
    resource: apis.opaque,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const tokens = await client.authorizationCodeGrant(config, await walk(url, redirectUri), {
    pkceCodeVerifier,
    idTokenExpected: true,
  })
  assert.ok(tokens.refresh_token)
  assert.ok(tokens.claims()?.sub)
})

test('oauth4webapi: accepts the registration response, and reports a refusal', async () => {
  const as = { issuer: server.issuer, registration_endpoint: `${server.issuer}/register` }
  const register = (redirect: string) =>
    oauth
      .dynamicClientRegistrationRequest(as, { redirect_uris: [redirect] }, { [oauth.allowInsecureRequests]: true })
      .then(oauth.processDynamicClientRegistrationResponse)
  const registered = await register(redirectUri)
  assert.equal(registered.client_secret_expires_at, 0)
  await assert.rejects(register('https://app.example.com/#fragment'), { error: 'invalid_redirect_uri' })
})
