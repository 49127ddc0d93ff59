import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { generateCodeVerifier, OAuth2Client } from '@badgateway/oauth2-client'
import type { Server } from 'valetkey'
import { redirectUri, serve, web } from './serve.testing.ts'
import { walk } from './walk.ts'

let server: Server
before(async () => {
  server = await serve()
})
after(() => server.close())

const connect = () =>
  new OAuth2Client({
    server: server.issuer,
    discoveryEndpoint: '/.well-known/oauth-authorization-server',
    clientId: web.id,
    clientSecret: web.secret,
    authenticationMethod: 'client_secret_basic',
  })

test('@badgateway/oauth2-client: code with PKCE, introspection, refresh and revocation', async () => {
  const client = connect()
  const codeVerifier = await generateCodeVerifier()
  const asked = { redirectUri, codeVerifier, state: 'state', scope: ['read', 'create'] }
  const back = await walk(await client.authorizationCode.getAuthorizeUri(asked), redirectUri)
  const answer = { redirectUri, codeVerifier, state: 'state' }
  const first = await client.authorizationCode.getTokenFromCodeRedirect(back, answer)
  assert.equal((await client.introspect(first)).active, true)
  const second = await client.refreshToken(first)
  assert.notEqual(second.accessToken, first.accessToken)
  await client.revoke(second, 'refresh_token')
  assert.equal((await client.introspect(second)).active, false)
})

test('@badgateway/oauth2-client: client credentials', async () => {
  const client = connect()
  const token = await client.clientCredentials({ scope: ['read'] })
  const about = await client.introspect(token)
  assert.equal(about.active, true)
  assert.equal(about.scope, 'read')
})
