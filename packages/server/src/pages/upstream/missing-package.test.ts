import assert from 'node:assert/strict'
import { registerHooks } from 'node:module'
import { test } from 'node:test'
import { createProviderClient } from '../../accounts/upstream/provider-client.ts'
import { startServer } from '../../testing/server.ts'

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'openid-client') return next(specifier, context)
    throw Object.assign(new Error("Cannot find package 'openid-client'"), { code: 'ERR_MODULE_NOT_FOUND' })
  },
})

const server = await startServer(() => ({
  upstream: [
    { name: 'example', issuer: 'https://id.example.com', client_id: 'x', client_secret: 'a secret of a provider' },
  ],
}))

test('without openid-client only the login elsewhere fails, with a page that says what the user can do', async () => {
  const browser = server.browser()
  const page = await browser.open(`${server.issuer}/login/with/example`)
  assert.equal(page.status, 503)
  assert.match(page.html, /This server and (<bdi>)?Example(<\/bdi>)? do not understand each other/)
  assert.doesNotMatch(page.html, /openid-client/)
  assert.equal((await browser.open(`${server.issuer}/login`)).status, 200)
})

test('without openid-client the operator reads the command that installs it', async () => {
  const never = () => assert.fail('nothing is requested')
  const source = { kind: 'openid', issuer: 'https://id.example.com' } as const
  const provider = {
    name: 'example',
    label: 'Example',
    source,
    clientId: 'x',
    clientSecret: undefined,
    authentication: 'header',
    scope: 'openid',
    parameters: {},
    claims: {},
    updateClaims: false,
    createAccounts: false,
    emailDomains: [],
    trustEmail: false,
    trustMethods: false,
  } as const
  const client = createProviderClient(provider, { request: never, loadDocument: never, clock: Date.now })
  const redirectUri = 'https://app.example.com/callback'
  const wish = { state: 's', nonce: 'n', verifier: 'v', redirectUri, loginHint: undefined, isFresh: false }
  await assert.rejects(client.authorizationUrl(wish), {
    fault: 'misconfigured',
    message: 'the package openid-client is not installed, and upstream needs it: run npm install openid-client',
  })
})
