import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as oauth from 'oauth4webapi'
import type { Server } from 'valetkey'
import { apis, redirectUri, serve, web } from './serve.testing.ts'
import { walk } from './walk.ts'

const options = { [oauth.allowInsecureRequests]: true }
let server: Server
let as: oauth.AuthorizationServer
before(async () => {
  server = await serve()
  const issuer = new URL(server.issuer)
  as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...options }),
  )
})
after(() => server.close())

const client = { client_id: web.id }
const authentication = oauth.ClientSecretBasic(web.secret)

async function getCode(resource: string) {
  const verifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const url = new URL(String(as.authorization_endpoint))
  url.search = String(
    new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'read create',
      resource,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }),
  )
  const answer = oauth.validateAuthResponse(as, client, await walk(url, redirectUri), state)
  return oauth.processAuthorizationCodeResponse(
    as,
    client,
    await oauth.authorizationCodeGrantRequest(as, client, authentication, answer, redirectUri, verifier, options),
  )
}

const introspect = async (token: string) =>
  oauth.processIntrospectionResponse(
    as,
    client,
    await oauth.introspectionRequest(as, client, authentication, token, options),
  )

test('oauth4webapi: code with PKCE, introspection, refresh and revocation', async () => {
  const first = await getCode(apis.opaque)
  assert.equal(first.scope, 'read create')
  assert.equal((await introspect(first.access_token)).active, true)
  const second = await oauth.processRefreshTokenResponse(
    as,
    client,
    await oauth.refreshTokenGrantRequest(as, client, authentication, String(first.refresh_token), options),
  )
  assert.notEqual(second.refresh_token, first.refresh_token)
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(as, client, authentication, String(second.refresh_token), options),
  )
  assert.equal((await introspect(second.access_token)).active, false)
})

test('oauth4webapi: a JWT access token is valid by RFC 9068', async () => {
  for (const audience of [apis.es256, apis.rs256]) {
    const { access_token } = await getCode(audience)
    const request = new Request(audience, { headers: { authorization: `Bearer ${access_token}` } })
    const claims = await oauth.validateJwtAccessToken(as, request, audience, options)
    assert.equal(claims.client_id, web.id)
    assert.equal(claims.scope, 'read create')
  }
})

test('oauth4webapi: client credentials', async () => {
  const parameters = new URLSearchParams({ scope: 'read' })
  const answer = await oauth.processClientCredentialsResponse(
    as,
    client,
    await oauth.clientCredentialsGrantRequest(as, client, authentication, parameters, options),
  )
  assert.equal(answer.scope, 'read')
})

test('oauth4webapi: error responses become its own errors', async () => {
  const response = await oauth.clientCredentialsGrantRequest(
    as,
    client,
    oauth.ClientSecretBasic('wrong'),
    new URLSearchParams(),
    options,
  )
  await assert.rejects(
    oauth.processClientCredentialsResponse(as, client, response),
    (error) => error instanceof oauth.WWWAuthenticateChallengeError || error instanceof oauth.ResponseBodyError,
  )
})
