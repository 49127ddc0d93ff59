import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import {
  compactDecrypt,
  createLocalJWKSet,
  decodeJwt,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  jwtVerify,
} from 'jose'
import { toAnswer } from '../../../../../conformance/target/answer.ts'
import { assertGranted, startServer, testClients } from '../../testing/server.ts'

const rsa = await generateKeyPair('RSA-OAEP-256')
const curve = await generateKeyPair('ECDH-ES')
const keys = [
  { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', use: 'enc' },
  { ...(await exportJWK(curve.publicKey)), kid: 'curve', use: 'enc' },
]

/** The clients' own server, which publishes their keys; it may be down. */
let isDown = false
let published: readonly object[] = keys
const own = createHttpServer((_request, response) => {
  response.statusCode = isDown ? 500 : 200
  response.setHeader('content-type', 'application/jwk-set+json')
  response.setHeader('cache-control', 'max-age=60')
  response.end(JSON.stringify({ keys: published }))
}).listen(0, '127.0.0.1')
await once(own, 'listening')
after(() => own.close())
const ownHost = `127.0.0.1:${(own.address() as AddressInfo).port}`

const { openid } = testClients
const dangerously = { allowHybrid: true, allowImplicit: true }
const response_types = ['code', 'code id_token']
const members = {
  inline: {
    id_token_encrypted_response_alg: 'RSA-OAEP-256',
    userinfo_encrypted_response_alg: 'ECDH-ES',
    jwks: { keys },
  },
  published: {
    id_token_signed_response_alg: 'ES256',
    id_token_encrypted_response_alg: 'ECDH-ES+A256KW',
    id_token_encrypted_response_enc: 'A256GCM',
    userinfo_signed_response_alg: 'EdDSA',
    userinfo_encrypted_response_alg: 'RSA-OAEP-256',
    authorization_encrypted_response_alg: 'RSA-OAEP-256',
    response_modes: ['query.jwt'],
    jwks_uri: `http://${ownHost}/jwks`,
  },
  signed: { userinfo_signed_response_alg: 'PS256' },
}

const start = (change: object) =>
  startServer((config) => ({
    outbound: { allowHosts: [ownHost] },
    clients: config.clients.map((one) =>
      one.client_id === openid.client_id ? { ...one, dangerously, response_types, ...change } : one,
    ),
  }))

type Started = Awaited<ReturnType<typeof start>>

async function verify(server: Started, jws: string) {
  const jwks = (await (await server.fetch(new Request(`${server.issuer}/jwks`))).json()) as JSONWebKeySet
  return jwtVerify(jws, createLocalJWKSet(jwks), { issuer: server.issuer, audience: openid.client_id })
}

async function decrypt(jwe: unknown, { privateKey }: typeof rsa) {
  const { plaintext, protectedHeader } = await compactDecrypt(String(jwe), privateKey)
  return { text: new TextDecoder().decode(plaintext), header: protectedHeader }
}

async function userinfo(server: Started, token: unknown) {
  const headers = { authorization: `Bearer ${token}` }
  const response = await server.fetch(new Request(`${server.issuer}/userinfo`, { headers }))
  return { type: response.headers.get('content-type'), status: response.status, text: await response.text() }
}

test('an ID token is signed and then encrypted with a registered key, and userinfo without a signature is encrypted JSON (OIDC Core §5.3.2, §10.2)', async () => {
  const server = await start(members.inline)
  const answer = await server.grant('openid', { scope: 'openid email', nonce: 'once' })
  assertGranted(answer)
  const { text, header } = await decrypt(answer.json.id_token, rsa)
  assert.deepEqual(header, { alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256', kid: 'rsa', cty: 'JWT' })
  const { payload, protectedHeader } = await verify(server, text)
  assert.equal(protectedHeader.alg, 'RS256')
  assert.equal(payload.nonce, 'once')
  const info = await userinfo(server, answer.json.access_token)
  assert.equal(info.type, 'application/jwt')
  const claims = JSON.parse((await decrypt(info.text, curve)).text)
  assert.equal(claims.sub, payload.sub)
  assert.equal(typeof claims.email, 'string')
})

test('the key may be published at jwks_uri, and userinfo may be signed and encrypted (OIDC Core §5.3.2)', async () => {
  const server = await start(members.published)
  const answer = await server.grant('openid', { scope: 'openid' })
  assertGranted(answer)
  const { text, header } = await decrypt(answer.json.id_token, curve)
  assert.equal(header.enc, 'A256GCM')
  assert.equal((await verify(server, text)).protectedHeader.alg, 'ES256')
  const refreshed = await server.refresh('openid', answer.json.refresh_token)
  assert.equal((await decrypt(refreshed.json.id_token, curve)).header.cty, 'JWT')
  const info = await userinfo(server, answer.json.access_token)
  assert.equal(info.type, 'application/jwt')
  const signed = await decrypt(info.text, rsa)
  assert.equal(signed.header.cty, 'JWT')
  const { payload, protectedHeader } = await verify(server, signed.text)
  assert.equal(protectedHeader.alg, 'EdDSA')
  assert.equal(protectedHeader.typ, undefined, 'no ID token')
  assert.equal(payload.sub, decodeJwt(text).sub)
})

test('userinfo is a signed JWT with iss and aud for a client that registers an algorithm (OIDC Core §5.3.2)', async () => {
  const server = await start(members.signed)
  const { json } = await server.grant('openid', { scope: 'openid' })
  const info = await userinfo(server, json.access_token)
  assert.equal(info.type, 'application/jwt')
  const { payload, protectedHeader } = await verify(server, info.text)
  assert.equal(protectedHeader.alg, 'PS256')
  assert.equal(payload.sub, decodeJwt(String(json.id_token)).sub)
})

test('an ID token of the authorization response is encrypted, too, and an encrypted JARM response may carry it in the query (JARM §2.3.1)', async () => {
  const server = await start(members.published)
  const hybrid = { response_type: 'code id_token', scope: 'openid', nonce: 'n' }
  const { by, fields } = await server.authorize('openid', hybrid)
  assert.equal(by, 'fragment')
  const { payload } = await verify(server, (await decrypt(fields.get('id_token'), curve)).text)
  assert.equal(payload.nonce, 'n')
  assert.equal(typeof payload.c_hash, 'string')
  const inQuery = await server.authorize('openid', { ...hybrid, response_mode: 'query.jwt' })
  assert.equal(inQuery.by, 'query')
  const { text } = await decrypt(inQuery.fields.get('response'), rsa)
  const response = (await verify(server, text)).payload
  assert.equal((await decrypt(response.id_token, curve)).header.cty, 'JWT')
})

test('while the keys cannot be loaded, a request is answered with 503 and uses nothing up', async (t) => {
  const server = await start(members.published)
  isDown = true
  t.after(() => {
    isDown = false
  })
  const outcome = await server.authorize('openid', { scope: 'openid' })
  const refused = await server.redeem('openid', outcome)
  assert.equal(refused.status, 503)
  assert.equal(refused.json.error, 'temporarily_unavailable')
  assert.match(String(refused.json.error_description), /id_token_encrypted_response_alg ECDH-ES\+A256KW: its jwks_uri/)
  assert.ok(refused.headers.get('retry-after'))
  // A response without an ID token needs no key.
  assertGranted(await server.grant('openid', { scope: 'read' }))

  const hybrid = { response_type: 'code id_token', scope: 'openid', nonce: 'n' }
  const failed = await server.authorize('openid', hybrid)
  assert.equal(failed.by, 'fragment')
  assert.equal(failed.fields.get('error'), 'temporarily_unavailable')
  const signed = await server.authorize('openid', { scope: 'openid', response_mode: 'query.jwt' })
  const { payload } = await verify(server, String(signed.fields.get('response')))
  assert.equal(payload.error, 'temporarily_unavailable')
  assert.equal(payload.state, signed.state)
  assert.equal('code' in payload, false)
  const silent = await server.authorize('openid', { ...hybrid, prompt: 'none' })
  assert.equal(silent.fields.get('error'), 'temporarily_unavailable')

  isDown = false
  server.pass(40)
  const again = await server.redeem('openid', outcome)
  assertGranted(again)
})

test('keys that cannot encrypt are not used: a point off its curve, and an even modulus', async (t) => {
  const server = await start(members.published)
  const [first, second] = keys
  published = [
    { ...first, n: `${first?.n?.slice(0, -2)}AA` },
    { ...second, y: second?.x },
  ]
  t.after(() => {
    published = keys
  })
  const outcome = await server.authorize('openid', { scope: 'openid' })
  assert.equal((await server.redeem('openid', outcome)).status, 503)
  for (const fields of [
    { scope: 'openid', response_mode: 'query.jwt' },
    { scope: 'openid', response_type: 'code id_token', nonce: 'n', prompt: 'none' },
  ]) {
    const { fields: sent } = await server.authorize('openid', fields)
    const response = sent.get('response')
    const error = response === null ? sent.get('error') : (await verify(server, response)).payload.error
    assert.equal(error, 'temporarily_unavailable')
  }
  const again = await server.redeem('openid', outcome)
  assert.equal(again.status, 503, 'the code was not used up')
})

test('the metadata lists the algorithms of every kind of response, with RS256 and without none (OIDC Discovery §3, JARM §4)', async () => {
  const server = await start({})
  const answer = await toAnswer(await server.fetch(new Request(`${server.issuer}/.well-known/openid-configuration`)))
  for (const kind of ['id_token', 'userinfo', 'authorization']) {
    assert.deepEqual(answer.json[`${kind}_signing_alg_values_supported`], ['ES256', 'RS256', 'PS256', 'EdDSA'])
    assert.deepEqual(answer.json[`${kind}_encryption_alg_values_supported`], [
      'RSA-OAEP-256',
      'ECDH-ES',
      'ECDH-ES+A128KW',
      'ECDH-ES+A256KW',
    ])
    assert.deepEqual(answer.json[`${kind}_encryption_enc_values_supported`], [
      'A128GCM',
      'A256GCM',
      'A128CBC-HS256',
      'A256CBC-HS512',
    ])
  }
})

test('a registration whose jwks has no key for the algorithm is refused', async () => {
  const [first, second] = keys
  for (const [alg, jwk, kind] of [
    ['RSA-OAEP-256', second, 'RSA'],
    ['ECDH-ES', first, 'P-256, P-384, P-521'],
    ['RSA-OAEP-256', { ...first, use: 'sig' }, 'RSA'],
    ['RSA-OAEP-256', { ...first, key_ops: ['verify'] }, 'RSA'],
  ] as const) {
    await assert.rejects(
      start({ userinfo_encrypted_response_alg: alg, jwks: { keys: [jwk] } }),
      new RegExp(
        `userinfo_encrypted_response_alg: ${alg} needs a key that jwks lacks; add a public key of the kind ${kind} with`,
      ),
    )
  }
})
