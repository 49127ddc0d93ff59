import assert from 'node:assert/strict'
import { test } from 'node:test'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { assertionFields, type JwtChange, makeClientKey, signAssertion } from '../../testing/client-jwt.ts'
import {
  type Answer,
  assertGranted,
  assertRefused,
  startServer,
  type TestServer,
  testClients,
} from '../../testing/server.ts'

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
const keys = await Promise.all(algorithms.map((algorithm) => makeClientKey(algorithm, `key-${algorithm}`)))
const [rsa, , ec] = keys
const stranger = await makeClientKey('RS256', 'key-RS256')
const secret = 'a2V5IGZvciBITUFDIHRlc3RzIDAxMjM0NTY3ODkwMTIzNDU2Nzg5'
const { client_secret: _, ...machine } = testClients.machine
const jwks = { keys: keys.map((one) => one.publicJwk) }
const byKey = { ...machine, token_endpoint_auth_method: 'private_key_jwt', jwks }
const bySecret = { ...machine, token_endpoint_auth_method: 'client_secret_jwt', client_secret: secret }
const clients = [
  { ...byKey, client_id: 'signer' },
  { ...byKey, client_id: 'es256-only', token_endpoint_auth_signing_alg: 'ES256' },
  { ...byKey, client_id: 'legacy', dangerously: { allowTokenEndpointAudience: true } },
  { ...bySecret, client_id: 'mac' },
  { ...machine, client_id: 'by-secret', client_secret: secret, jwks },
]
const fields = { grant_type: 'client_credentials', scope: 'read' }
type Key = Parameters<typeof signAssertion>[1]

const servers: (readonly [name: string, server: TestServer])[] = []
await onEachEngine('client assertions', async ({ name, create }) => {
  const database = create('assertions')
  servers.push([name, await startServer((config) => ({ clients: [...config.clients, ...clients], database }))])
})

for (const [name, server] of servers) {
  const { issuer } = server
  const send = (assertion: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    server.token(undefined, { ...fields, ...assertionFields(assertion), ...more })
  const ask = async (id: string, key: Key, change: JwtChange = {}): Promise<Answer> =>
    send(await signAssertion(id, key, { issuer, ...change }))
  const mac = Buffer.from(secret)
  const now = () => Math.floor(Date.now() / 1000)

  for (const key of keys) {
    test(`${name}: a client gets a token with a JWT signed with ${key.algorithm} (RFC 7523 §2.2)`, async () => {
      assertGranted(await ask('signer', key))
      assertGranted(await ask('signer', key, { header: { kid: undefined } }))
      assertGranted(await send(await signAssertion('signer', key, { issuer }), { client_id: 'signer' }))
    })
  }

  test(`${name}: a client gets a token with a JWT under its secret (OIDC Core §9)`, async () => {
    assertGranted(await ask('mac', mac))
    assertRefused(await ask('mac', Buffer.from(`${secret}x`)), 'invalid_client')
    assertRefused(
      await server.token(undefined, { ...fields, client_id: 'mac', client_secret: secret }),
      'invalid_client',
    )
  })

  const wrong: Readonly<Record<string, JwtChange['claims'] & object>> = {
    'that expired': { exp: now() - 62 },
    'without exp': { exp: undefined },
    'with exp as text': { exp: String(now() + 60) },
    'that expires in more than ten minutes': { exp: now() + 700 },
    'of the future by nbf': { nbf: now() + 62 },
    'of the future by iat': { iat: now() + 62 },
    'with the token endpoint as aud': { aud: `${issuer}/token` },
    'with the PAR endpoint as aud': { aud: `${issuer}/par` },
    'with the issuer in an array as aud': { aud: [issuer] },
    'for another server': { aud: 'https://other.example.com' },
    'without aud': { aud: undefined },
    'without jti': { jti: undefined },
    'with an empty jti': { jti: '' },
    'with another iss': { iss: 'web' },
    'without sub': { sub: undefined },
    'with sub as a number': { sub: 5, iss: 5 },
    'of an unknown client': { sub: 'nobody', iss: 'nobody' },
  }
  for (const [what, claims] of Object.entries(wrong)) {
    test(`${name}: an assertion ${what} is refused (RFC 7523 §3)`, async () => {
      for (const [id, key] of [
        ['signer', rsa],
        ['mac', mac],
      ] as const) {
        if (key === undefined) continue
        const answer = await ask(id, key, { claims })
        assertRefused(answer, 'invalid_client')
        assert.equal(answer.status, 401)
      }
    })
  }

  test(`${name}: clocks may differ by ten seconds`, async () => {
    for (const claims of [{ nbf: now() + 8 }, { iat: now() + 8 }, { exp: now() - 8 }])
      assertGranted(await ask('signer', keys[0] ?? mac, { claims }))
  })

  test(`${name}: an assertion is used once, by its own client, whatever its signature looks like`, async () => {
    const claims = { jti: 'used-once' }
    assertGranted(await ask('signer', keys[0] ?? mac, { claims }))
    for (const key of keys) assertRefused(await ask('signer', key, { claims }), 'invalid_client')
    assertGranted(await ask('mac', mac, { claims }))
    assertRefused(await ask('mac', mac, { claims }), 'invalid_client')
  })

  test(`${name}: a jti is not used up by a JWT that is refused`, async () => {
    const claims = { jti: 'kept' }
    assertRefused(await ask('signer', stranger, { claims }), 'invalid_client')
    assertRefused(
      await ask('signer', keys[0] ?? mac, { claims: { ...claims, aud: `${issuer}/token` } }),
      'invalid_client',
    )
    assertRefused(await ask('es256-only', keys[0] ?? mac, { claims }), 'invalid_client')
    assertGranted(await ask('signer', keys[0] ?? mac, { claims }))
    assertGranted(await ask('es256-only', keys[2] ?? mac, { claims }))
  })

  test(`${name}: of twenty concurrent requests with one jti exactly one gets a token`, async () => {
    await server.restart() // failures are counted in memory
    const assertion = await signAssertion('signer', keys[2] ?? mac, { issuer })
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(assertion)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    for (const answer of answers.filter(({ status }) => status !== 200)) assertRefused(answer, 'invalid_client')
  })

  test(`${name}: an assertion that was used stays so after a restart`, async () => {
    const assertion = await signAssertion('signer', keys[2] ?? mac, { issuer })
    assertGranted(await send(assertion))
    await server.restart()
    assertRefused(await send(assertion), 'invalid_client')
  })

  test(`${name}: an assertion of another form is refused`, async () => {
    const good = await signAssertion('signer', rsa ?? mac, { issuer })
    const [, payload = '', signature = ''] = good.split('.')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const forged = [
      `${part({ alg: 'none' })}.${payload}.`,
      `${part({ alg: 'none' })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', kid: 'key-RS256' })}.${payload}.`,
      `${part({ alg: 'RS512', kid: 'key-RS256' })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', kid: ['key-RS256'] })}.${payload}.${signature}`,
      `${part({ alg: 'RS256', crit: ['b64'], b64: false })}.${payload}.${signature}`,
      `${part([])}.${payload}.${signature}`,
      `${part({ alg: 'RS256' })}.${part([1])}.${signature}`,
      `${good}.x.y`,
      'no JWT',
      '..',
      'é.é.é',
    ]
    for (const assertion of forged) assertRefused(await send(assertion), 'invalid_client')
    assertRefused(await server.token(undefined, { ...fields, client_assertion: good }), 'invalid_client')
    const type = 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer'
    assertRefused(await send(good, { client_assertion_type: type }), 'invalid_client')
    const { client_assertion_type } = assertionFields(good)
    assertRefused(
      await server.token(undefined, { ...fields, client_id: 'signer', client_assertion_type }),
      'invalid_client',
    )
    assertRefused(await send(good, { client_id: 'mac' }), 'invalid_client')
    for (const typ of ['at+jwt', 'oauth-authz-req+jwt', 'dpop+jwt'])
      assertRefused(await ask('signer', keys[0] ?? mac, { header: { typ } }), 'invalid_client')
    assertGranted(await ask('signer', keys[0] ?? mac, { header: { typ: 'client-authentication+jwt' } }))
  })

  test(`${name}: a public key is no secret of a MAC (RFC 8725 §2.1)`, async () => {
    const publicJwk = rsa?.publicJwk ?? {}
    for (const text of [JSON.stringify(publicJwk), String(publicJwk.n), '']) {
      const key = Buffer.from(text.padEnd(32, '='))
      assertRefused(await ask('signer', key), 'invalid_client')
      assertRefused(await ask('signer', key, { header: { kid: 'key-RS256' } }), 'invalid_client')
    }
  })

  test(`${name}: keys in the header of a JWT are not used (RFC 8725 §2.6)`, async () => {
    const { publicJwk: jwk } = stranger
    for (const header of [
      { jwk },
      { jku: 'https://evil.example.com/jwks', kid: 'evil' },
      { x5u: 'https://evil.example.com/cert' },
    ])
      assertRefused(await ask('signer', stranger, { header }), 'invalid_client')
  })

  test(`${name}: an algorithm other than the registered one is refused`, async () => {
    assertGranted(await ask('es256-only', ec ?? mac))
    const answer = await ask('es256-only', rsa ?? mac)
    assertRefused(answer, 'invalid_client')
    assert.match(String(answer.json.error_description), /registered for ES256/)
  })

  test(`${name}: a method other than the registered one is refused`, async () => {
    await server.restart()
    assertRefused(await ask('by-secret', keys[0] ?? mac), 'invalid_client')
    assertRefused(await ask('by-secret', mac), 'invalid_client')
    assertRefused(await ask('signer', mac), 'invalid_client')
    assertRefused(await ask('mac', keys[0] ?? mac), 'invalid_client')
    assertRefused(await server.token(undefined, { ...fields, client_id: 'signer' }), 'invalid_client')
    assertRefused(
      await server.token(undefined, { ...fields, client_id: 'signer', client_secret: secret }),
      'invalid_client',
    )
    const assertion = await signAssertion('signer', keys[0] ?? mac, { issuer })
    assertRefused(await send(assertion, { client_secret: secret }), 'invalid_request')
  })

  test(`${name}: an unknown client and a wrong signature look alike`, async () => {
    await server.restart()
    for (const key of [stranger, Buffer.alloc(32)]) {
      const unknown = await ask('nobody', key)
      for (const id of ['signer', 'mac', 'by-secret', 'web']) {
        const refused = await ask(id, key)
        assert.equal(refused.status, unknown.status)
        assert.equal(refused.json.error, unknown.json.error)
      }
    }
  })

  test(`${name}: the token endpoint is an audience only for a client that is allowed it (RFC 10070)`, async () => {
    for (const aud of [`${issuer}/token`, [`${issuer}/token`], [issuer, `${issuer}/token`], issuer])
      assertGranted(await ask('legacy', keys[0] ?? mac, { claims: { aud } }))
    for (const aud of [`${issuer}/par`, ['https://other.example.com'], [], {}, 'https://other.example.com/token'])
      assertRefused(await ask('legacy', keys[0] ?? mac, { claims: { aud } }), 'invalid_client')
  })

  test(`${name}: assertions authenticate at introspection and revocation`, async () => {
    const token = String((await ask('signer', keys[0] ?? mac)).json.access_token)
    const proof = async () => assertionFields(await signAssertion('signer', keys[0] ?? mac, { issuer }))
    const introspected = await server.post('/introspect', undefined, { token, ...(await proof()) })
    assert.equal(introspected.json.active, true)
    assert.equal((await server.post('/revoke', undefined, { token, ...(await proof()) })).status, 200)
    const after = await server.post('/introspect', undefined, { token, ...(await proof()) })
    assert.deepEqual(after.json, { active: false })
    assertRefused(await server.post('/introspect', undefined, { token }), 'invalid_client')
  })
}

test('guesses at a secret that can be guessed are limited, and a random secret is not locked out', async () => {
  const weak = 'a sentence that somebody may guess some day'
  const random = testClients.web.client_secret
  const by = (client_id: string, client_secret: string) => ({ ...bySecret, client_id, client_secret })
  const more = [by('weak', weak), by('strong', random)]
  const server = await startServer((config) => ({ clients: [...config.clients, ...more] }))
  const ask = async (id: string, text: string) => {
    const assertion = await signAssertion(id, Buffer.from(text), { issuer: server.issuer })
    return (await server.token(undefined, { ...fields, ...assertionFields(assertion) })).status
  }
  for (const [id, right, expected] of [
    ['strong', random, 200],
    ['weak', weak, 429],
  ] as const) {
    assert.equal(await ask(id, right), 200)
    for (let guess = 0; guess < 60; guess++) assert.ok([401, 429].includes(await ask(id, `${right} ${guess}`)))
    assert.equal(await ask(id, right), expected, id)
  }
})

test('the metadata lists the methods and their algorithms (RFC 8414 §2)', async () => {
  const server = await startServer()
  const reply = await server.fetch(new Request(`${server.issuer}/.well-known/oauth-authorization-server`))
  const metadata = (await reply.json()) as Readonly<Record<string, readonly string[]>>
  for (const endpoint of ['token', 'introspection', 'revocation']) {
    const methods = metadata[`${endpoint}_endpoint_auth_methods_supported`] ?? []
    assert.ok(methods.includes('private_key_jwt') && methods.includes('client_secret_jwt'))
    assert.deepEqual(metadata[`${endpoint}_endpoint_auth_signing_alg_values_supported`], ['HS256', ...algorithms])
  }
})
