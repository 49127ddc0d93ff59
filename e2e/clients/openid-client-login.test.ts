import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import { type OpenIdSite, secret, startOpenIdSite } from './openid-site.testing.ts'
import { walk } from './walk.ts'

let site: OpenIdSite
let callback: string

before(async () => {
  site = await startOpenIdSite({
    client: (app) => ({
      client_secret: secret,
      redirect_uris: [`${app}/callback`],
      grant_types: ['authorization_code', 'refresh_token', 'implicit'],
      response_types: ['code', 'id_token', 'code id_token'],
      response_modes: ['jwt'],
      post_logout_redirect_uris: [`${app}/`],
      scope: 'openid profile email',
      dangerously: { allowImplicit: true, allowHybrid: true },
    }),
    handle: () => (_, response) => response.end(),
    change: (config) => ({ ...config, registration: 'open' }),
  })
  callback = `${site.app}/callback`
})
after(() => site.close())

const discover = (...execute: readonly ((config: client.Configuration) => void)[]) =>
  client.discovery(new URL(site.issuer), 'app', undefined, client.ClientSecretBasic(secret), {
    execute: [client.allowInsecureRequests, ...execute],
  })

async function ask(config: client.Configuration, more: Readonly<Record<string, string>> = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const checks = { pkceCodeVerifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() }
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid profile email',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  })
  return { back: await walk(url, callback), checks }
}

test('openid-client: a login gives an ID token, userinfo and refreshed tokens', async () => {
  const config = await discover()
  const { back, checks } = await ask(config, { max_age: '3600' })
  const tokens = await client.authorizationCodeGrant(config, back, { ...checks, maxAge: 3600, idTokenExpected: true })
  const claims = tokens.claims() ?? assert.fail('there is no ID token')
  const user = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
  assert.equal(user.name, 'Alice Liddell')
  assert.equal(user.email, 'alice@example.com')
  const refreshed = await client.refreshTokenGrant(config, String(tokens.refresh_token))
  assert.equal(refreshed.claims()?.sub, claims.sub)
})

test('openid-client: the response types code id_token and id_token, checked in full', async () => {
  const hybrid = await discover(client.useCodeIdTokenResponseType)
  const first = await ask(hybrid, { response_type: 'code id_token' })
  const tokens = await client.authorizationCodeGrant(hybrid, first.back, first.checks)
  assert.equal(tokens.claims()?.aud, 'app')
  const implicit = await discover(client.useIdTokenResponseType)
  const second = await ask(implicit, { response_type: 'id_token' })
  const { expectedState, expectedNonce } = second.checks
  const claims = await client.implicitAuthentication(implicit, second.back, expectedNonce, { expectedState })
  assert.equal(claims.email, 'alice@example.com')
})

test('openid-client: a signed response (JARM)', async () => {
  const config = await discover(client.useJwtResponseMode)
  const { back, checks } = await ask(config)
  assert.deepEqual([...back.searchParams.keys()], ['response'])
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  assert.ok(tokens.claims())
})

test('openid-client: prompt=none without a login is reported as login_required', async () => {
  const config = await discover()
  const { back, checks } = await ask(config, { prompt: 'none' })
  await assert.rejects(client.authorizationCodeGrant(config, back, checks), { error: 'login_required' })
})

test('openid-client: the logout URL leads back', async () => {
  const config = await discover()
  const { back, checks } = await ask(config)
  const { id_token } = await client.authorizationCodeGrant(config, back, checks)
  const post_logout_redirect_uri = `${site.app}/`
  const url = client.buildEndSessionUrl(config, {
    id_token_hint: String(id_token),
    post_logout_redirect_uri,
    state: 'out',
  })
  const left = await fetch(url, { redirect: 'manual' })
  assert.equal(new URL(left.headers.get('location') ?? '').searchParams.get('state'), 'out')
})

test('openid-client: a client registers itself, and authenticates with private_key_jwt', async () => {
  const keys = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  }
  const { privateKey, publicKey } = await crypto.subtle.generateKey(keys, true, ['sign', 'verify'])
  const { n = '', e = '' } = await crypto.subtle.exportKey('jwk', publicKey)
  const config = await client.dynamicClientRegistration(
    new URL(site.issuer),
    {
      redirect_uris: [callback],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ kty: 'RSA', n, e, kid: 'first', use: 'sig' }] },
    },
    client.PrivateKeyJwt({ key: privateKey, kid: 'first' }),
    { execute: [client.allowInsecureRequests] },
  )
  const { back, checks } = await ask(config)
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  assert.equal(tokens.claims()?.aud, config.clientMetadata().client_id)
})
