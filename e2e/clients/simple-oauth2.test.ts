import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { AuthorizationCode, ClientCredentials } from 'simple-oauth2'
import type { Server } from 'valetkey'
import { redirectUri, serve, web } from './serve.testing.ts'
import { walk } from './walk.ts'

let server: Server
before(async () => {
  server = await serve()
})
after(() => server.close())

const settings = (id: string, authorizationMethod: 'header' | 'body' = 'header') => ({
  client: { id, secret: web.secret },
  auth: { tokenHost: server.issuer, tokenPath: '/token', authorizePath: '/authorize', revokePath: '/revoke' },
  options: { authorizationMethod },
})

for (const [id, method] of [
  [web.id, 'header'],
  ['poster', 'body'],
] as const) {
  test(`simple-oauth2: code with PKCE, refresh and revocation, secret in the ${method}`, async () => {
    const client = new AuthorizationCode(settings(id, method))
    const code_verifier = randomBytes(32).toString('base64url')
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
    const asked = { redirect_uri: redirectUri, scope: 'read', state: 'a b&c', code_challenge }
    const back = await walk(client.authorizeURL({ ...asked, code_challenge_method: 'S256' }), redirectUri)
    assert.equal(back.searchParams.get('state'), 'a b&c')
    const code = back.searchParams.get('code') ?? ''
    const first = await client.getToken({ code, redirect_uri: redirectUri, code_verifier })
    assert.equal(first.token.scope, 'read')
    assert.equal(first.expired(), false)
    const second = await first.refresh()
    assert.notEqual(second.token.access_token, first.token.access_token)
    await second.revokeAll()
    await assert.rejects(second.refresh(), /400/)
  })
}

test('simple-oauth2: code without PKCE, for a client that is allowed to', async () => {
  const client = new AuthorizationCode(settings('old'))
  const back = await walk(client.authorizeURL({ redirect_uri: redirectUri, scope: 'read' }), redirectUri)
  const { token } = await client.getToken({ code: back.searchParams.get('code') ?? '', redirect_uri: redirectUri })
  assert.equal(token.token_type, 'Bearer')
})

test('simple-oauth2: client credentials', async () => {
  const client = { id: web.id, secret: web.secret }
  const auth = { tokenHost: server.issuer, tokenPath: '/token', revokePath: '/revoke' }
  const { token } = await new ClientCredentials({ client, auth }).getToken({ scope: 'create' })
  assert.equal(token.scope, 'create')
})
