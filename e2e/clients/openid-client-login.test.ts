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
      scope: 'openid profile email',
      dangerously: { allowImplicit: true, allowHybrid: true },
    }),
    handle: () => (_, response) => response.end(),
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
