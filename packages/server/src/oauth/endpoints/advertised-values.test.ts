import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CompactEncrypt,
  compactDecrypt,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import { decodeEntities } from '../../../../../conformance/browser/forms.ts'
import { toAnswer } from '../../../../../conformance/target/answer.ts'
import type { Fields } from '../../../../../conformance/target/target.ts'
import { assertionFields, makeClientKey, signAssertion } from '../../testing/client-jwt.ts'
import {
  aliceClaims,
  assertGranted,
  authorizationRequest,
  basic,
  people,
  startServer,
  testClients,
  text,
} from '../../testing/server.ts'

/** A client that may do everything. */
const everything = {
  ...testClients.hybrid,
  grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials', 'password'],
  response_types: [...testClients.hybrid.response_types, 'token'],
  scope: 'openid profile email address phone offline_access read create delete',
  dangerously: { ...testClients.hybrid.dangerously, allowPassword: true },
}
const first = await startServer((config) => ({ clients: [...config.clients, { ...everything, client_id: 'all' }] }))
const metadata = await readMetadata(first.issuer)
await first.close()

async function readMetadata(issuer: string): Promise<Readonly<Record<string, unknown>>> {
  return (await toAnswer(await first.fetch(new Request(`${issuer}/.well-known/openid-configuration`)))).json
}

/** Lists the advertised values of a member, and notes that it is tested. */
function valuesOf(member: string): readonly string[] {
  tested.add(member)
  const values = metadata[member]
  assert.ok(Array.isArray(values) && values.length > 0, member)
  return values
}

const tested = new Set<string>()
const pairs = (alg: string, enc: string) =>
  valuesOf(alg).flatMap((one) => valuesOf(enc).map((other) => ({ alg: one, enc: other })))

const signing = await Promise.all(
  valuesOf('request_object_signing_alg_values_supported').map((one) => makeClientKey(one, one)),
)
const rsa = await generateKeyPair('RSA-OAEP-256')
const curve = await generateKeyPair('ECDH-ES')
const jwks = {
  keys: [
    ...signing.map((one) => ({ ...one.publicJwk, use: 'sig', alg: one.algorithm })),
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', use: 'enc' },
    { ...(await exportJWK(curve.publicKey)), kid: 'curve', use: 'enc' },
  ],
}

const kinds = ['id_token', 'userinfo', 'authorization'] as const
const protection = kinds.flatMap((kind) => [
  ...valuesOf(`${kind}_signing_alg_values_supported`).map((alg) => ({
    id: `${kind} ${alg}`,
    kind,
    alg,
    members: { [`${kind}_signed_response_alg`]: alg },
  })),
  ...pairs(`${kind}_encryption_alg_values_supported`, `${kind}_encryption_enc_values_supported`).map(
    ({ alg, enc }) => ({
      id: `${kind} ${alg} ${enc}`,
      kind,
      alg,
      members: { [`${kind}_encrypted_response_alg`]: alg, [`${kind}_encrypted_response_enc`]: enc },
    }),
  ),
])
const toId = (text: string) => text.replaceAll(' ', '_')
const secret = everything.client_secret
const response_modes = valuesOf('response_modes_supported')
const endpointMethods = valuesOf('token_endpoint_auth_methods_supported')
const common = { client_secret: secret, jwks, response_modes, token_endpoint_auth_method: 'client_secret_post' }
const isPublic = (method: string) => method === 'none'
const methodGrants = (method: string) => (isPublic(method) ? ['authorization_code'] : ['client_credentials'])

const server = await startServer((config) => ({
  clients: [
    ...config.clients,
    { ...everything, ...common, client_id: 'all' },
    ...protection.map(({ id, members }) => ({ ...everything, ...common, ...members, client_id: toId(id) })),
    ...valuesOf('subject_types_supported').map((subject_type) => ({
      ...everything,
      ...common,
      subject_type,
      client_id: subject_type,
    })),
    ...endpointMethods.map((method) => ({
      client_id: `by-${method}`,
      token_endpoint_auth_method: method,
      grant_types: methodGrants(method),
      ...(isPublic(method) ? { redirect_uris: everything.redirect_uris } : {}),
      ...(method === 'private_key_jwt' ? { jwks } : isPublic(method) ? {} : { client_secret: secret }),
      scope: 'read',
    })),
  ],
}))
const { issuer } = server
const keySet = (await toAnswer(await server.fetch(new Request(`${issuer}/jwks`)))).json as unknown as JSONWebKeySet

const authorize = (client_id: string, fields: Fields) =>
  server.authorize('hybrid', { client_id, scope: 'openid', nonce: 'n', ...fields })
const tokenOf = (client_id: string, fields: Fields) =>
  server.token(undefined, { client_id, client_secret: secret, ...fields })

async function grant(client_id: string, fields: Fields = {}) {
  const { fields: response, verifier } = await authorize(client_id, fields)
  const code = response.get('code') ?? assert.fail(`${client_id}: ${response}`)
  return redeem(client_id, code, verifier)
}

async function redeem(client_id: string, code: string, code_verifier: string) {
  const redirect_uri = everything.redirect_uris[0]
  const answer = await tokenOf(client_id, { grant_type: 'authorization_code', code, redirect_uri, code_verifier })
  assertGranted(answer)
  return answer.json
}

/** Decrypts a JWT if it is encrypted, verifies it, and returns the algorithm that a client sees outside. */
async function open(jwt: string) {
  const isEncrypted = jwt.split('.').length === 5
  const decrypt = async (key: CryptoKey) => compactDecrypt(jwt, key).catch(() => undefined)
  const outer = isEncrypted ? ((await decrypt(rsa.privateKey)) ?? (await decrypt(curve.privateKey))) : undefined
  const jws = outer === undefined ? jwt : new TextDecoder().decode(outer.plaintext)
  const { payload, protectedHeader } = await jwtVerify(jws, createLocalJWKSet(keySet), { issuer })
  return { payload, alg: outer?.protectedHeader.alg ?? protectedHeader.alg, enc: outer?.protectedHeader.enc }
}

async function userinfo(token: unknown): Promise<string> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await server.fetch(new Request(`${issuer}/userinfo`, { headers }))
  assert.equal(response.status, 200)
  return response.text()
}

for (const type of valuesOf('response_types_supported')) {
  test(`the response type ${type} gives what it names`, async () => {
    const { fields } = await authorize('all', { response_type: type, scope: type === 'token' ? 'read' : 'openid' })
    for (const part of type.split(' ')) {
      const member = part === 'token' ? 'access_token' : part
      assert.ok(fields.get(member), `${member}: ${fields}`)
    }
  })
}

for (const mode of response_modes) {
  test(`the response mode ${mode} carries a code`, async () => {
    const { fields, page, verifier } = await authorize('all', { response_mode: mode })
    const message = decodeEntities(/data-message="([^"]*)"/.exec(page.html)?.[1] ?? 'null')
    const jwt = fields.get('response')
    const members = jwt === null ? JSON.parse(message)?.response : (await open(jwt)).payload
    await redeem('all', fields.get('code') ?? String(members?.code), verifier)
  })
}

for (const { id, kind, alg, members } of protection) {
  test(`a client may have its ${kind} response protected: ${id}`, async () => {
    const { fields, verifier } = await authorize(toId(id), kind === 'authorization' ? { response_mode: 'jwt' } : {})
    const jarm = fields.get('response')
    const response = jarm === null ? undefined : await open(jarm)
    const json = await redeem(toId(id), String(fields.get('code') ?? response?.payload.code), verifier)
    const opened = {
      id_token: () => open(String(json.id_token)),
      userinfo: async () => {
        const body = await userinfo(json.access_token)
        return open(body)
      },
      authorization: async () => response ?? assert.fail('the response is no JWT'),
    }
    // Encrypted, but not signed, UserInfo responses are JSON inside.
    if (kind === 'userinfo' && !('userinfo_signed_response_alg' in members)) {
      const key = alg.startsWith('RSA') ? rsa.privateKey : curve.privateKey
      const { protectedHeader, plaintext } = await compactDecrypt(await userinfo(json.access_token), key)
      assert.deepEqual([protectedHeader.alg, protectedHeader.enc], Object.values(members))
      assert.ok(JSON.parse(new TextDecoder().decode(plaintext)).sub)
      return
    }
    const seen = await opened[kind]()
    assert.deepEqual([seen.alg, seen.enc].filter(Boolean), Object.values(members))
  })
}

test('every scope can be granted', async () => {
  const scopes = valuesOf('scopes_supported').filter((one) => one !== 'write')
  const json = await grant('all', { scope: scopes.join(' ') })
  assert.ok(json.refresh_token)
  const granted = text({ json } as never, 'scope').split(' ')
  assert.deepEqual(
    scopes.filter((one) => !granted.includes(one) && one !== 'offline_access'),
    [],
  )
})

test('every claim is in an ID token that asks for it, or is about the token', async () => {
  const names = valuesOf('claims_supported')
  assert.equal(metadata.claims_parameter_supported, true)
  tested.add('claims_parameter_supported')
  const claims = JSON.stringify({ id_token: Object.fromEntries(names.map((name) => [name, null])) })
  const { payload } = await open(String((await grant('all', { claims })).id_token))
  assert.deepEqual(
    names.filter((name) => !(name in payload)),
    [],
  )
  assert.equal(payload.email, aliceClaims.email)
  assert.deepEqual(valuesOf('claim_types_supported'), ['normal'])
})

test('every grant type gives an access token', async () => {
  const first = await grant('all')
  const asked: Readonly<Record<string, Fields>> = {
    refresh_token: { refresh_token: String(first.refresh_token) },
    client_credentials: { scope: 'read' },
    password: { ...people.alice, scope: 'read' },
  }
  for (const grant_type of valuesOf('grant_types_supported')) {
    // Those are tested with the response types.
    if (grant_type === 'authorization_code' || grant_type === 'implicit') continue
    assertGranted(await tokenOf('all', { grant_type, ...(asked[grant_type] ?? assert.fail(grant_type)) }))
  }
})

/** Presents the credentials of a client by each method. */
async function present(method: string, algorithm?: string): Promise<{ fields: Fields; headers: HeadersInit }> {
  const client_id = `by-${method}`
  const key = signing.find((one) => one.algorithm === algorithm) ?? signing[0] ?? assert.fail()
  const sign = (by: typeof key | Uint8Array) => signAssertion(client_id, by, { issuer })
  switch (method) {
    case 'client_secret_basic':
      return { fields: {}, headers: { authorization: basic(client_id, secret) } }
    case 'client_secret_post':
      return { fields: { client_id, client_secret: secret }, headers: {} }
    case 'private_key_jwt':
      return { fields: assertionFields(await sign(key)), headers: {} }
    case 'client_secret_jwt':
      return { fields: assertionFields(await sign(Buffer.from(secret))), headers: {} }
    case 'none':
      return { fields: { client_id }, headers: {} }
    default:
      return assert.fail(`unknown method ${method}`)
  }
}

const endpoints = [
  ['token', '/token'],
  ['introspection', '/introspect'],
  ['revocation', '/revoke'],
] as const
for (const [endpoint, path] of endpoints) {
  test(`every authentication method works at the ${endpoint} endpoint, with every algorithm`, async () => {
    const algorithms = valuesOf(`${endpoint}_endpoint_auth_signing_alg_values_supported`)
    assert.deepEqual([...algorithms].sort(), [...signing.map((one) => one.algorithm), 'HS256'].sort())
    for (const method of valuesOf(`${endpoint}_endpoint_auth_methods_supported`)) {
      for (const algorithm of method === 'private_key_jwt' ? signing.map((one) => one.algorithm) : [undefined]) {
        const { fields, headers } = await present(method, algorithm)
        const grant = isPublic(method)
          ? { grant_type: 'authorization_code', code: 'unknown', redirect_uri: 'x', code_verifier: 'x'.repeat(43) }
          : { grant_type: 'client_credentials', scope: 'read' }
        const all = { ...(endpoint === 'token' ? grant : { token: 'unknown' }), ...fields }
        const answer = await server.post(path, undefined, all, { headers })
        if (endpoint === 'token' && isPublic(method)) assert.equal(answer.json.error, 'invalid_grant')
        else assert.equal(answer.status, 200, `${method}: ${answer.text}`)
      }
    }
  })
}

test('every request object algorithm is honored, signed or encrypted too', async () => {
  const { fields } = authorizationRequest('hybrid', { client_id: 'all', scope: 'openid', prompt: 'none' })
  const ask = async (request: string) => {
    const query = new URLSearchParams({ client_id: 'all', response_type: 'code', request })
    const reply = await server.fetch(new Request(`${issuer}/authorize?${query}`))
    return new URL(reply.headers.get('location') ?? 'none:').searchParams.get('error')
  }
  const sign = (key: (typeof signing)[number]) =>
    new SignJWT({ ...fields }).setProtectedHeader({ alg: key.algorithm, kid: key.kid }).sign(key.privateKey)
  for (const key of signing) assert.equal(await ask(await sign(key)), 'login_required', key.algorithm)
  const signed = await sign(signing[0] ?? assert.fail())
  for (const { alg, enc } of pairs(
    'request_object_encryption_alg_values_supported',
    'request_object_encryption_enc_values_supported',
  )) {
    const jwk: JWK = keySet.keys.find((one) => one.alg === alg && one.use === 'enc') ?? assert.fail(alg)
    const header = { alg, enc, kid: jwk.kid ?? '' }
    const jwe = await new CompactEncrypt(Buffer.from(signed)).setProtectedHeader(header).encrypt(jwk)
    assert.equal(await ask(jwe), 'login_required', `${alg} ${enc}`)
  }
})

test('every prompt, display, acr, language and PKCE method is accepted', async () => {
  for (const prompt of valuesOf('prompt_values_supported')) {
    const { fields, page } = await authorize('all', { prompt })
    if (prompt === 'select_account') assert.match(page.url.pathname, /\/switch$/)
    else assert.ok(fields.get('code'), `${prompt}: ${fields} ${page.status}`)
  }
  for (const display of valuesOf('display_values_supported')) await grant('all', { display })
  for (const ui_locales of valuesOf('ui_locales_supported')) await grant('all', { ui_locales })
  for (const code_challenge_method of valuesOf('code_challenge_methods_supported'))
    await grant('all', { code_challenge_method })
  for (const acr of valuesOf('acr_values_supported')) {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: [acr] } } })
    if (/multi-factor$/.test(acr)) {
      // A user who has one factor is asked to set up another.
      const { page } = await authorize('all', { claims })
      assert.equal(page.url.pathname, '/login/second-factor')
      continue
    }
    const { payload } = await open(String((await grant('all', { claims })).id_token))
    assert.equal(payload.acr, acr)
  }
})

test('subjects differ by type, and each is the same at the next login', async () => {
  const subjects = await Promise.all(
    valuesOf('subject_types_supported').map(async (type) => {
      const [one, two] = [await grant(type), await grant(type)].map(({ id_token }) => open(String(id_token)))
      assert.equal((await one)?.payload.sub, (await two)?.payload.sub)
      return (await one)?.payload.sub
    }),
  )
  assert.equal(new Set(subjects).size, subjects.length)
})

test('every endpoint exists', async () => {
  for (const [member, url] of Object.entries(metadata)) {
    if (!/_endpoint$|^jwks_uri$/.test(member)) continue
    const reply = await server.fetch(new Request(String(url), { method: 'OPTIONS' }))
    assert.notEqual(reply.status, 404, member)
  }
})

test('every list of the metadata is tested here', () => {
  const lists = Object.keys(metadata).filter(
    (member) => member.endsWith('_supported') && Array.isArray(metadata[member]),
  )
  assert.deepEqual(
    lists.filter((member) => !tested.has(member)),
    [],
  )
})
