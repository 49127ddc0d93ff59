import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { assertGranted, startServer, testConfig } from '../../../testing/server.ts'
import { codeProduct } from '../products/code.ts'
import { fragment } from './fragment.ts'

const response_modes = ['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt', 'web_message']
const otherAlgorithm = 'EdDSA'
const withJarm = () => ({
  clients: testConfig.clients.map((one) => ({
    ...one,
    ...('redirect_uris' in one ? { response_modes } : {}),
    ...(one.client_id === 'other' ? { authorization_signed_response_alg: otherAlgorithm } : {}),
  })),
})
const server = await startServer(withJarm)
const implicit = { response_type: 'token', code_challenge: undefined, code_challenge_method: undefined, scope: 'read' }

async function verify(fields: URLSearchParams, audience: string) {
  assert.deepEqual([...fields.keys()], ['response'], 'response is the only parameter')
  const jwks = await (await server.fetch(new Request(`${server.issuer}/jwks`))).json()
  return jwtVerify<Record<string, unknown>>(fields.get('response') ?? '', createLocalJWKSet(jwks), {
    issuer: server.issuer,
    audience,
  })
}

test('a code travels inside a JWT that is signed with RS256 and expires within ten minutes (JARM §2.1, §3)', async () => {
  for (const [response_mode, by] of [
    ['jwt', 'query'],
    ['query.jwt', 'query'],
    ['fragment.jwt', 'fragment'],
    ['form_post.jwt', 'form_post'],
  ] as const) {
    const outcome = await server.authorize('web', { response_mode })
    assert.equal(outcome.by, by)
    const { payload, protectedHeader } = await verify(outcome.fields, 'web')
    assert.equal(protectedHeader.alg, 'RS256')
    assert.equal(payload.state, outcome.state)
    assert.deepEqual(Object.keys(payload).sort(), ['aud', 'code', 'exp', 'iss', 'state'])
    const left = Number(payload.exp) - Date.now() / 1000
    assert.ok(left > 60 && left <= 600, `${left}`)
    assertGranted(
      await server.redeem('web', { ...outcome, fields: new URLSearchParams({ code: String(payload.code) }) }),
    )
  }
})

test('the query that was registered stays next to the response (RFC 6749 §3.1.2)', async () => {
  const redirect_uri = 'https://app.example.com/other?kept=1'
  const { fields, to } = await server.authorize('web', { response_mode: 'query.jwt', redirect_uri })
  assert.equal(to, 'https://app.example.com/other')
  assert.deepEqual([...fields.keys()], ['kept', 'response'])
})

test('an error travels the same way, also while the mode is the only part of the request that was read (JARM §2.2)', async () => {
  for (const [response_mode, by] of [
    ['jwt', 'query'],
    ['fragment.jwt', 'fragment'],
    ['form_post.jwt', 'form_post'],
  ] as const) {
    const refused = await server.authorize('web', { response_mode, scope: 'unheard-of' })
    assert.equal(refused.by, by)
    const { payload } = await verify(refused.fields, 'web')
    assert.equal(payload.error, 'invalid_scope')
    assert.equal(typeof payload.error_description, 'string')
    assert.equal(payload.state, refused.state)
    const denied = await server.authorize('web', { response_mode, prompt: 'consent' }, { decision: 'deny' })
    assert.equal((await verify(denied.fields, 'web')).payload.error, 'access_denied')
    const repeated = await server.authorize('web', { response_mode, nonce: ['a', 'b'] })
    assert.equal((await verify(repeated.fields, 'web')).payload.error, 'invalid_request')
  }
})

test('a client chooses the algorithm by authorization_signed_response_alg (JARM §3)', async () => {
  const { fields } = await server.authorize('other', { response_mode: 'jwt' })
  assert.equal((await verify(fields, 'other')).protectedHeader.alg, otherAlgorithm)
})

test('the mode jwt carries tokens in the fragment, and query.jwt carries none that others could read (JARM §2.3)', async () => {
  for (const response_mode of ['jwt', 'fragment.jwt']) {
    const outcome = await server.authorize('implicit', { ...implicit, response_mode })
    assert.equal(outcome.by, 'fragment')
    const { payload } = await verify(outcome.fields, 'implicit')
    assert.equal(payload.token_type, 'Bearer')
    assert.equal((await server.introspect(payload.access_token)).active, true)
  }
  const refused = await server.authorize('implicit', { ...implicit, response_mode: 'query.jwt' })
  assert.equal(refused.by, 'fragment')
  assert.equal(refused.fields.get('error'), 'invalid_request')
  assert.match(refused.fields.get('error_description') ?? '', /^response_mode=query\.jwt cannot carry tokens/)
})

test('a client that is not registered for a JWT mode gets the error by its default mode', async () => {
  const strict = await startServer()
  const outcome = await strict.authorize('web', { response_mode: 'query.jwt' })
  assert.equal(outcome.by, 'query')
  assert.match(outcome.fields.get('error_description') ?? '', /^response_mode query\.jwt is not registered/)
})

test('a registration with unknown or incomplete algorithms is refused with the known ones', async () => {
  const withMembers = (members: object) =>
    startServer(({ clients }) => ({
      clients: clients.map((one) => (one.client_id === 'web' ? { ...one, ...members } : one)),
    }))
  for (const kind of ['id_token', 'userinfo', 'authorization']) {
    for (const alg of ['HS256', 'none', 'RS512', '__proto__']) {
      await assert.rejects(
        withMembers({ [`${kind}_signed_response_alg`]: alg }),
        new RegExp(
          `clients: web: ${kind}_signed_response_alg: ${alg} is not served; known: ES256, RS256, PS256, EdDSA`,
        ),
      )
    }
    await assert.rejects(
      withMembers({ [`${kind}_encrypted_response_alg`]: 'RSA1_5', jwks_uri: 'https://app.example.com/jwks' }),
      new RegExp(`${kind}_encrypted_response_alg: RSA1_5 is not served; known: RSA-OAEP-256, ECDH-ES, `),
    )
    await assert.rejects(
      withMembers({ [`${kind}_encrypted_response_alg`]: 'ECDH-ES' }),
      new RegExp(`${kind}_encrypted_response_alg: ECDH-ES needs a public key of the client; set jwks_uri or jwks`),
    )
    await assert.rejects(
      withMembers({ [`${kind}_encrypted_response_enc`]: 'A128GCM' }),
      new RegExp(`${kind}_encrypted_response_enc is given without ${kind}_encrypted_response_alg`),
    )
  }
})

test('the mode jwt follows the default of an added response type, although its name has the parts of another', async () => {
  const badge = { name: 'code badge', grantType: 'authorization_code', products: [codeProduct], defaultMode: fragment }
  const added = await startServer(
    ({ clients }) => ({
      clients: clients.map((one) =>
        one.client_id === 'web' ? { ...one, response_modes: ['jwt'], response_types: ['code', 'code badge'] } : one,
      ),
    }),
    { responseTypes: [badge] },
  )
  const ask = { response_mode: 'jwt' }
  assert.equal((await added.authorize('web', { ...ask, response_type: 'code badge' })).by, 'fragment')
  assert.equal((await added.authorize('web', ask)).by, 'query')
})
