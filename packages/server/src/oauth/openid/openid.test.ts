import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { type Answer, toAnswer } from '../../../../../conformance/target/answer.ts'
import { aliceClaims, type ClientName, type Fields, startServer, testClients } from '../../testing/server.ts'

const server = await startServer()

async function verify(token: unknown, audience = 'openid') {
  const jwks = (await (await server.fetch(new Request(`${server.issuer}/jwks`))).json()) as JSONWebKeySet
  const options = { issuer: server.issuer, audience, typ: 'JWT' }
  return (await jwtVerify(String(token), createLocalJWKSet(jwks), options)).payload
}

async function userinfo(token: unknown, init: RequestInit = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, ...init.headers }
  return toAnswer(await server.fetch(new Request(`${server.issuer}/userinfo`, { ...init, headers })))
}

const half = (value: string) => createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url')

async function signIn(name: ClientName, fields: Fields) {
  const answer = await server.grant(name, fields)
  assert.equal(answer.status, 200, answer.text)
  return answer.json
}

test('scope openid gives an ID token signed with RS256, with the claims of OIDC Core §2 and no others', async () => {
  const json = await signIn('openid', { scope: 'openid profile email', nonce: 'n-0S6_WzA2Mj' })
  const header = decodeProtectedHeader(String(json.id_token))
  assert.equal(header.alg, 'RS256')
  assert.ok(header.kid)
  const claims = await verify(json.id_token)
  assert.equal(claims.nonce, 'n-0S6_WzA2Mj')
  assert.equal(claims.at_hash, half(String(json.access_token)))
  assert.equal(typeof claims.auth_time, 'number')
  assert.ok(Math.abs(Number(claims.iat) - Date.now() / 1000) < 60)
  assert.ok(!('name' in claims) && !('email' in claims), 'claims of scopes are at the UserInfo endpoint')
})

test('without openid there is no ID token (OIDC Core §3.1.2.1)', async () => {
  assert.equal('id_token' in (await signIn('openid', { scope: 'read' })), false)
})

test('a request without nonce gives an ID token without one (OIDC Core §3.1.2.1)', async () => {
  const claims = await verify((await signIn('openid', { scope: 'openid' })).id_token)
  assert.equal('nonce' in claims, false)
})

test('userinfo returns the claims of the granted scopes by GET, POST and form (OIDC Core §5.3, §5.4)', async () => {
  const json = await signIn('openid', { scope: 'openid profile email address phone' })
  const { sub } = await verify(json.id_token)
  const answer = await userinfo(json.access_token)
  assert.equal(answer.status, 200, answer.text)
  const { updated_at: updatedAt, ...claims } = answer.json
  assert.equal(typeof updatedAt, 'number')
  assert.deepEqual(claims, { ...aliceClaims, sub })
  const posted = await userinfo(json.access_token, { method: 'POST' })
  assert.deepEqual(posted.json, answer.json)
  const form = new Request(`${server.issuer}/userinfo`, {
    method: 'POST',
    body: new URLSearchParams({ access_token: String(json.access_token) }),
  })
  assert.deepEqual((await toAnswer(await server.fetch(form))).json, answer.json)
})

test('userinfo returns the claims of each scope and no others (OIDC Core §5.4)', async () => {
  for (const [scope, names] of [
    ['openid', []],
    ['openid email', ['email', 'email_verified']],
    ['phone openid', ['phone_number', 'phone_number_verified']],
    ['openid address', ['address']],
  ] as const) {
    const answer = await userinfo((await signIn('openid', { scope, prompt: 'consent' })).access_token)
    assert.deepEqual(Object.keys(answer.json).toSorted(), [...names, 'sub'].toSorted(), scope)
  }
})

test('a token for identity and an API works at both (OIDC Core §3.1.2.1)', async () => {
  const json = await signIn('openid', { scope: 'openid email read' })
  assert.equal((await userinfo(json.access_token)).json.email, 'alice@example.com')
  const active = await server.introspect(json.access_token)
  assert.equal(active.active, true)
})

test('userinfo rejects everything but access tokens with openid (RFC 6750 §3.1)', async () => {
  const none = await toAnswer(await server.fetch(new Request(`${server.issuer}/userinfo`)))
  assert.equal(none.status, 401)
  assert.equal(none.headers.get('www-authenticate'), `Bearer realm="${server.issuer}"`)
  const unknown = await userinfo('vka_unknown')
  assert.equal(unknown.status, 401)
  assert.match(unknown.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
  const other = await userinfo((await signIn('openid', { scope: 'read' })).access_token)
  assert.equal(other.status, 403)
  assert.match(other.headers.get('www-authenticate') ?? '', /error="insufficient_scope".*scope="openid"/)
  const json = await signIn('openid', { scope: 'openid' })
  const inUrl = new Request(`${server.issuer}/userinfo?access_token=${json.access_token}`)
  assert.equal((await server.fetch(inUrl)).status, 401)
  const twice = await userinfo(json.access_token, {
    method: 'POST',
    body: new URLSearchParams({ access_token: String(json.access_token) }),
  })
  assert.equal(twice.status, 400)
  const body = new URLSearchParams([
    ['access_token', String(json.access_token)],
    ['access_token', 'another'],
  ])
  const repeated = await server.fetch(new Request(`${server.issuer}/userinfo`, { method: 'POST', body }))
  assert.equal(repeated.status, 400)
})

test('userinfo rejects a token after its code is redeemed twice, and after revocation (OIDC Core §3.1.3.2)', async () => {
  const outcome = await server.authorize('openid', { scope: 'openid' })
  const { access_token: token } = (await server.redeem('openid', outcome)).json
  assert.equal((await userinfo(token)).status, 200)
  await server.redeem('openid', outcome)
  assert.equal((await userinfo(token)).status, 401)
})

test('a refresh gives an ID token of the same login without nonce (OIDC Core §12.2)', async () => {
  const json = await signIn('openid', { scope: 'openid', nonce: 'first' })
  const before = await verify(json.id_token)
  server.pass(5)
  const { json: refreshed } = await server.refresh('openid', json.refresh_token)
  const claims = await verify(refreshed.id_token)
  for (const name of ['iss', 'sub', 'aud', 'azp', 'auth_time']) assert.deepEqual(claims[name], before[name], name)
  assert.ok(Number(claims.iat) > Number(before.iat))
  assert.equal('nonce' in claims, false)
  assert.equal(claims.at_hash, half(String(refreshed.access_token)))
})

test('the parameter claims requests single claims, in the ID token and at userinfo (OIDC Core §5.5)', async () => {
  const claims = JSON.stringify({
    userinfo: { name: { essential: true }, unknown: null, 'email#de': null },
    id_token: { email: null, auth_time: { essential: true } },
    other: { name: null },
  })
  const json = await signIn('openid', { scope: 'openid', claims, prompt: 'consent' })
  assert.equal(json.scope, 'openid')
  const idToken = await verify(json.id_token)
  assert.equal(idToken.email, 'alice@example.com')
  assert.equal('name' in idToken, false)
  const answer = await userinfo(json.access_token)
  assert.deepEqual(answer.json, { name: 'Alice Liddell', sub: idToken.sub })
  const refreshed = await server.refresh('openid', json.refresh_token)
  assert.equal((await verify(refreshed.json.id_token)).email, 'alice@example.com')
  assert.equal((await userinfo(refreshed.json.access_token)).json.name, 'Alice Liddell')
})

test('a claim that the user unticks is not returned (OIDC Core §5.5)', async () => {
  const claims = JSON.stringify({ userinfo: { name: null, email: null } })
  const asked = { scope: 'openid', claims, prompt: 'consent' }
  const outcome = await server.authorize('openid', asked, { scope: ['openid', 'claim:email'] })
  const { json } = await server.redeem('openid', outcome)
  assert.deepEqual(Object.keys((await userinfo(json.access_token)).json).toSorted(), ['email', 'sub'])
})

test('malformed claims are refused (OIDC Core §5.5)', async () => {
  for (const claims of ['no json', '[]', '"text"', 'null']) {
    const outcome = await server.authorize('openid', { scope: 'openid', claims })
    assert.equal(outcome.fields.get('error'), 'invalid_request', claims)
  }
})

test('a right to one claim is no scope that a client can ask for (RFC 6749 §3.3)', async () => {
  const outcome = await server.authorize('openid', { scope: 'openid claim:email' })
  assert.equal(outcome.fields.get('error'), 'invalid_scope')
})

const hybridRequest = {
  scope: 'openid email',
  nonce: 'n1',
  code_challenge: undefined,
  code_challenge_method: undefined,
}

test('hybrid responses carry c_hash and at_hash of what comes with them (OIDC Core §3.3.2.11)', async () => {
  for (const type of ['code id_token', 'code id_token token', 'token code', 'id_token token', 'id_token']) {
    const { fields } = await server.authorize('hybrid', { ...hybridRequest, response_type: type })
    const parts = type.split(' ')
    assert.equal(fields.has('code'), parts.includes('code'), `${type}: ${fields}`)
    assert.equal(fields.has('access_token'), parts.includes('token'), type)
    assert.equal(fields.has('id_token'), parts.includes('id_token'), type)
    if (!parts.includes('id_token')) continue
    const claims = await verify(fields.get('id_token'), 'hybrid')
    assert.equal(claims.nonce, 'n1')
    assert.equal(claims.c_hash, parts.includes('code') ? half(String(fields.get('code'))) : undefined, type)
    assert.equal(claims.at_hash, parts.includes('token') ? half(String(fields.get('access_token'))) : undefined, type)
    assert.equal('email' in claims, type === 'id_token', 'claims of scopes only where no access token follows')
    if (!parts.includes('code')) continue
    const redeemed = await server.token('hybrid', {
      grant_type: 'authorization_code',
      code: String(fields.get('code')),
      redirect_uri: testClients.hybrid.redirect_uris[0],
    })
    const second = await verify(redeemed.json.id_token, 'hybrid')
    assert.deepEqual([second.sub, second.nonce], [claims.sub, 'n1'])
  }
})

test('an ID token through the browser needs a nonce and openid (OIDC Core §3.2.2.1)', async () => {
  const refused = async (fields: Fields) =>
    (await server.authorize('hybrid', { ...hybridRequest, ...fields })).fields.get('error')
  assert.equal(await refused({ response_type: 'id_token', nonce: undefined }), 'invalid_request')
  assert.equal(await refused({ response_type: 'code id_token', scope: 'email' }), 'invalid_request')
})

test('a client without the insecure option gets no ID token through the browser (RFC 9700 §2.1.2)', async () => {
  const { fields } = await server.authorize('openid', { scope: 'openid', response_type: 'id_token', nonce: 'n' })
  assert.equal(fields.get('error'), 'unauthorized_client')
})

test('discovery lists the supported features (OIDC Discovery §3)', async () => {
  const url = `${server.issuer}/.well-known/openid-configuration`
  const { json } = await toAnswer(await server.fetch(new Request(url)))
  assert.equal(json.userinfo_endpoint, `${server.issuer}/userinfo`)
  assert.ok((json.scopes_supported as string[]).includes('openid'))
  assert.ok((json.id_token_signing_alg_values_supported as string[]).includes('RS256'))
  assert.ok((json.claims_supported as string[]).includes('phone_number_verified'))
})
