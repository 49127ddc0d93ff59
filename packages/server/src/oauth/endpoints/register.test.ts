import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { encode } from '../../../../../conformance/target/target.ts'
import { addRegistrationToken } from '../../management/registration-tokens/add-registration-token.ts'
import { random } from '../../secrets/random.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { createProvisioningStore } from '../../storage/stores/provisioning.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { authorizationRequest, startServer, type TestConfig, type TestServer } from '../../testing/server.ts'

type Json = Readonly<Record<string, unknown>>

const redirect = 'https://dynamic.example.com/cb'

/** Sends JSON, and returns status, headers and body. */
async function send(
  server: TestServer,
  method: string,
  url: string,
  options: { body?: unknown; token?: unknown } = {},
) {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`
  const body = options.body === undefined ? {} : { body: JSON.stringify(options.body) }
  const reply = await server.fetch(new Request(url, { method, headers, ...body }))
  const text = await reply.text()
  return { status: reply.status, headers: reply.headers, json: (text === '' ? {} : JSON.parse(text)) as Json }
}

const register = (server: TestServer, body: unknown, token?: unknown) =>
  send(server, 'POST', `${server.issuer}/register`, { body, token })

const registered = async (server: TestServer, body: object = {}): Promise<Json> => {
  const { status, json } = await register(server, { redirect_uris: [redirect], ...body })
  assert.equal(status, 201, JSON.stringify(json))
  return json
}

const open = (more: object = {}) => startServer(() => ({ registration: 'open', ...more }))

const metadata = async (server: TestServer): Promise<Json> =>
  (await server.fetch(new Request(`${server.issuer}/.well-known/openid-configuration`))).json()

test('registration is closed by default: 401, and not in the metadata', async () => {
  const server = await startServer()
  const { status, headers, json } = await register(server, { redirect_uris: [redirect] })
  assert.equal(status, 401)
  assert.equal(json.error, 'invalid_token')
  assert.match(headers.get('www-authenticate') ?? '', /^Bearer /)
  assert.equal('registration_endpoint' in (await metadata(server)), false)
})

test('a registered client gets all its members, and a token for a user who consents (RFC 7591 §3.2.1)', async () => {
  const server = await open({ dynamicClients: { scope: 'openid read' } })
  assert.equal((await metadata(server)).registration_endpoint, `${server.issuer}/register`)
  const client = await registered(server, {
    client_name: 'Dynamic',
    contacts: ['a@dynamic.example.com'],
    grant_types: ['authorization_code', 'refresh_token'],
    unknown_member: 'x',
    logo_uri: null,
    tos_uri: '',
  })
  assert.match(String(client.client_id), /^[\w-]{43}$/)
  assert.match(String(client.client_secret), /^[\w-]{43}$/)
  assert.equal(client.client_secret_expires_at, 0)
  assert.ok(Math.abs(Number(client.client_id_issued_at) - Date.now() / 1000) < 60)
  assert.equal(client.registration_client_uri, `${server.issuer}/register/${client.client_id}`)
  const { client_id, client_secret, registration_access_token, client_id_issued_at, ...members } = client
  assert.deepEqual(members, {
    client_secret_expires_at: 0,
    registration_client_uri: `${server.issuer}/register/${client_id}`,
    redirect_uris: [redirect],
    client_name: 'Dynamic',
    contacts: ['a@dynamic.example.com'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    application_type: 'web',
    scope: 'openid read',
  })
  const answer = await grant(server, client)
  assert.equal(answer.status, 200)
  assert.equal(typeof answer.json.refresh_token, 'string')
})

/** Opens the page that a client's request leads to. */
async function openLogin(server: TestServer, { client_id }: Json): Promise<string> {
  const { fields } = authorizationRequest('web', { client_id: String(client_id), redirect_uri: redirect })
  const browser = server.browser()
  const page = await browser.open(`${server.issuer}/authorize?${encode(fields)}`)
  return (await browser.follow(page, server.issuer)).html
}

/** Lets alice consent, and redeems the code. */
async function grant(server: TestServer, client: Json, scope = 'read') {
  const { fields, verifier } = authorizationRequest('web', {
    client_id: String(client.client_id),
    redirect_uri: redirect,
    scope,
  })
  const outcome = await server.authorize('web', { ...fields })
  const reply = await server.fetch(
    new Request(`${server.issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: encode({
        grant_type: 'authorization_code',
        code: outcome.fields.get('code') ?? `none: ${outcome.fields}`,
        redirect_uri: redirect,
        code_verifier: verifier,
      }).toString(),
    }),
  )
  return { status: reply.status, json: (await reply.json()) as Json }
}

test('redirect URIs that are not safe are invalid_redirect_uri (RFC 7591 §3.2.2)', async () => {
  const server = await open()
  for (const uri of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'https://*.example.com/cb',
    'https://app.example.com/cb#fragment',
    'http://app.example.com/cb',
    'http://192.168.1.5/cb',
    'relative',
    7,
  ]) {
    const { status, json } = await register(server, {
      redirect_uris: [redirect, uri],
      dangerously_allow_http_redirects: true,
    })
    assert.deepEqual([status, json.error], [400, 'invalid_redirect_uri'], String(uri))
    assert.equal(typeof json.error_description, 'string')
  }
  for (const body of [{}, { redirect_uris: [] }, { redirect_uris: redirect }]) {
    const { status, json } = await register(server, body)
    assert.deepEqual([status, json.error], [400, 'invalid_redirect_uri'], JSON.stringify(body))
  }
})

test('other members that are not valid are invalid_client_metadata (RFC 7591 §3.2.2)', async () => {
  const server = await open()
  for (const [body, why] of [
    [{ client_name: 7 }, /client_name/],
    [{ grant_types: 'authorization_code' }, /grant_types/],
    [{ grant_types: ['client_credentials'] }, /none of client_credentials is open to dynamic clients/],
    [{ response_types: ['token'] }, /response_types: token is not open to dynamic clients/],
    [{ response_types: ['nothing'] }, /response_types: nothing is not served/],
    [{ grant_types: ['refresh_token'], response_types: ['code'] }, /needs the grant type authorization_code/],
    [{ token_endpoint_auth_method: 'magic' }, /token_endpoint_auth_method/],
    [{ application_type: 'other' }, /application_type/],
    [{ logo_uri: 'javascript:alert(1)' }, /logo_uri/],
    [{ initiate_login_uri: 'http://app.example.com/login' }, /initiate_login_uri/],
    [{ jwks_uri: 'https://app.example.com/jwks', jwks: { keys: [] } }, /in addition to jwks/],
    [{ jwks_uri: 'http://app.example.com/jwks' }, /jwks_uri/],
    [{ subject_type: 'pairwise', redirect_uris: [redirect, 'https://other.example.com/cb'] }, /sector_identifier_uri/],
    [{ sector_identifier_uri: 'https://10.0.0.1/sector' }, /sector_identifier_uri/],
    [{ scope: 'nothing of this' }, /scope/],
    [{ scope: 'two  spaces "quoted"' }, /scope/],
    [{ contacts: 'a@example.com' }, /contacts/],
  ] as const) {
    const { status, json } = await register(server, { redirect_uris: [redirect], ...body })
    assert.deepEqual([status, json.error], [400, 'invalid_client_metadata'], JSON.stringify(body))
    assert.match(String(json.error_description), why)
  }
})

test('a body that is no JSON object is refused, and one that is too long with 413', async () => {
  const server = await open()
  const post = (body: string, type = 'application/json') =>
    server.fetch(new Request(`${server.issuer}/register`, { method: 'POST', body, headers: { 'content-type': type } }))
  for (const [body, type, status] of [
    ['{', 'application/json', 400],
    ['[]', 'application/json', 400],
    ['null', 'application/json', 400],
    ['"text"', 'application/json', 400],
    ['{}', 'application/x-www-form-urlencoded', 400],
    [JSON.stringify({ client_name: 'x'.repeat(30_000) }), 'application/json', 413],
    [JSON.stringify({ client_name: 'x'.repeat(100_000) }), 'application/json', 413],
  ] as const) {
    const reply = await post(body, type)
    assert.equal(reply.status, status, body.slice(0, 50))
    assert.match(String((await reply.json()).error), /^invalid_/)
  }
})

test('a body that is nested too deeply is refused, wherever it is', async () => {
  const server = await open()
  const deep = `${'['.repeat(9000)}${']'.repeat(9000)}`
  const key = '"kty":"OKP","crv":"Ed25519","x":"6ToxU6Isj5DN50IfXSpEQ2lrhogsxTMkcqYAX1RuFmg"'
  for (const members of [`"x":${deep}`, `"jwks":{"keys":[{${key},"x":${deep}}]}`]) {
    const body = `{"redirect_uris":["${redirect}"],${members}}`
    const headers = { 'content-type': 'application/json' }
    const reply = await server.fetch(new Request(`${server.issuer}/register`, { method: 'POST', headers, body }))
    assert.equal(reply.status, 400)
    assert.equal(((await reply.json()) as Json).error, 'invalid_client_metadata')
  }
})

test('a client cannot give itself what belongs to the operator', async () => {
  const server = await open({ dynamicClients: { scope: 'read' } })
  const client = await registered(server, {
    client_id: 'web',
    client_secret: 'x'.repeat(43),
    client_secret_hash: `sha256:${'x'.repeat(43)}`,
    scope: 'read delete',
    apis: [{ identifier: 'https://contacts.example.com', scope: 'delete' }],
    dangerously: { allowPassword: true, allowWithoutPkce: true },
    skip_confirmation_for_native: true,
    require_second_factor: false,
    disabled: false,
    source: 'file',
    grant_types: ['authorization_code', 'password', 'client_credentials'],
  })
  assert.notEqual(client.client_id, 'web')
  assert.notEqual(client.client_secret, 'x'.repeat(43))
  assert.equal(client.scope, 'read')
  assert.deepEqual(client.grant_types, ['authorization_code'])
  for (const name of [
    'apis',
    'dangerously',
    'skip_confirmation_for_native',
    'require_second_factor',
    'disabled',
    'source',
    'client_secret_hash',
  ])
    assert.equal(name in client, false, name)
})

test('a client with a loopback or private-use redirect is a native one, and the response says so (RFC 8252 §7)', async () => {
  const server = await open()
  for (const uri of ['http://127.0.0.1/cb', 'http://localhost:3000/cb', 'com.example.app:/cb']) {
    const client = await registered(server, {
      redirect_uris: [uri],
      application_type: 'web',
      token_endpoint_auth_method: 'none',
    })
    assert.equal(client.application_type, 'native', uri)
    assert.equal('client_secret' in client, false)
    assert.equal('client_secret_expires_at' in client, false)
  }
})

test('features that the operator opens are allowed, and listed in the metadata', async () => {
  const dangerously = { allowImplicit: true, allowHybrid: true, allowWithoutPkce: true }
  const server = await open({ dynamicClients: { dangerously, responseModes: ['form_post'] }, clients: [], apis: [] })
  const listed = await metadata(server)
  for (const type of ['code', 'id_token', 'id_token token', 'code id_token'])
    assert.ok((listed.response_types_supported as string[]).includes(type), type)
  assert.ok((listed.grant_types_supported as string[]).includes('implicit'))
  const client = await registered(server, {
    grant_types: ['authorization_code', 'implicit'],
    response_types: ['code id_token', 'id_token'],
  })
  assert.deepEqual(client.response_types, ['code id_token', 'id_token'])
  assert.deepEqual(client.response_modes, ['form_post'])
  const closed = await startServer(() => ({ dynamicClients: { dangerously }, clients: [], apis: [] }))
  assert.equal(((await metadata(closed)).response_types_supported as string[]).includes('id_token'), false)
})

test('a registration accepts the parts of a response type in any order (Multiple Response Types §3)', async () => {
  const dangerously = { allowImplicit: true, allowHybrid: true }
  const asked = { grant_types: ['authorization_code', 'implicit'], response_types: ['id_token code', 'token id_token'] }
  const server = await open({ dynamicClients: { dangerously }, clients: [], apis: [] })
  const { client_id } = await registered(server, asked)
  const query = encode({ response_type: 'id_token code', client_id: String(client_id), prompt: 'none', nonce: 'n' })
  const pkce = encode({ scope: 'openid', code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' })
  const reply = await server.fetch(new Request(`${server.issuer}/authorize?${query}&${pkce}`))
  assert.match(reply.headers.get('location') ?? '', /#error=login_required/)
  const { json } = await register(await open(), { redirect_uris: [redirect], response_types: ['id_token code'] })
  assert.match(String(json.error_description), /id_token code is not open to dynamic clients/)
})

test('a configuration that opens what the server does not serve does not start', async () => {
  for (const [dynamicClients, why] of [
    [{ grantTypes: ['magic'] }, /dynamicClients.grantTypes: magic is not served/],
    [{ grantTypes: ['implicit'] }, /needs dynamicClients.dangerously: { allowImplicit: true }/],
    [{ dangerously: { allowMagic: true } }, /dynamicClients.dangerously: allowMagic is not served/],
  ] as const)
    await assert.rejects(open({ dynamicClients }), why)
})

test('pages of any origin may register (CORS)', async () => {
  const server = await open()
  const preflight = await server.fetch(
    new Request(`${server.issuer}/register`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-headers': 'content-type, mcp-protocol-version',
      },
    }),
  )
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type, mcp-protocol-version')
  const { headers } = await register(server, { redirect_uris: [redirect] })
  assert.equal(headers.get('access-control-allow-origin'), '*')
})

test('many registrations from one network are refused with 429 and Retry-After', async () => {
  const server = await open()
  const statuses: number[] = []
  for (let at = 0; at < 301; at++) statuses.push((await register(server, {})).status)
  assert.deepEqual([...new Set(statuses.slice(0, 300))], [400])
  const { status, headers, json } = await register(server, {})
  assert.deepEqual([status, json.error], [429, 'temporarily_unavailable'])
  assert.ok(Number(headers.get('retry-after')) > 0)
})

await onEachEngine('dynamic registration', ({ name, create }) => {
  const start = (database: string, more: object) =>
    startServer((): Partial<TestConfig> => ({ database: create(database), ...more }))

  test(`${name}: an initial access token of one use registers exactly one of 20 clients at once`, async () => {
    const database = create('initial')
    const server = await startServer(() => ({ database, registration: 'token' }))
    const add = async (uses: number, lifetime = 60_000) => {
      const connection = await openDatabase(database, Date.now())
      const store = createProvisioningStore(connection, { note: async () => {} } as never)
      const added = await addRegistrationToken({ store, now: Date.now(), uses, lifetime, random })
      await connection.close()
      return added.token
    }
    const token = await add(1)
    const body = { redirect_uris: [redirect] }
    assert.equal((await register(server, body)).status, 401)
    assert.equal((await register(server, body, 'wrong')).status, 401)
    assert.equal((await register(server, { redirect_uris: ['data:x'] }, token)).status, 400, 'a fault uses nothing up')
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await register(server, body, token)).status),
    )
    assert.deepEqual(statuses.toSorted(), [201, ...Array<number>(19).fill(401)])
    const three = await add(3)
    const more = await Promise.all(Array.from({ length: 8 }, async () => (await register(server, body, three)).status))
    assert.equal(more.filter((status) => status === 201).length, 3)
    const brief = await add(1, 1_000)
    server.pass(2)
    assert.equal((await register(server, body, brief)).status, 401, 'expired')
  })

  test(`${name}: the oldest clients without a token give way, those that a user authorizes stay`, async () => {
    const server = await start('cap', { registration: 'open', dynamicClients: { scope: 'read', maxUnused: 5 } })
    const used = await registered(server)
    assert.equal((await grant(server, used)).status, 200)
    const clients: Json[] = []
    for (let at = 0; at < 8; at++) {
      server.pass(1)
      clients.push(await registered(server))
    }
    const exists = async (one: Json) =>
      (await send(server, 'GET', String(one.registration_client_uri), { token: one.registration_access_token }))
        .status === 200
    assert.ok(await exists(used))
    assert.deepEqual(await Promise.all(clients.map(exists)), [false, false, false, true, true, true, true, true])
  })

  test(`${name}: a client reads, replaces and removes its registration with its token alone (RFC 7592 §2)`, async () => {
    const server = await start('manage', { registration: 'open', dynamicClients: { scope: 'read' } })
    const [a, b] = [
      await registered(server, { client_name: 'A', tos_uri: 'https://a.example.com/tos' }),
      await registered(server),
    ]
    const [uri, other] = [String(a.registration_client_uri), String(b.registration_client_uri)]
    const token = a.registration_access_token

    for (const wrong of [undefined, 'wrong', b.registration_access_token, a.client_secret]) {
      for (const [method, body] of [
        ['GET', undefined],
        ['PUT', { redirect_uris: [redirect] }],
        ['DELETE', undefined],
      ] as const) {
        const { status, headers } = await send(server, method, uri, { token: wrong, body })
        assert.equal(status, 401, `${method} with ${wrong}`)
        assert.match(headers.get('www-authenticate') ?? '', /^Bearer .*invalid_token/)
      }
    }
    assert.equal((await send(server, 'GET', `${server.issuer}/register/unknown`, { token })).status, 401)

    const { client_secret, client_secret_expires_at, ...rest } = a
    const read = await send(server, 'GET', uri, { token })
    assert.deepEqual([read.status, read.json], [200, rest])
    assert.equal(read.headers.get('cache-control'), 'no-store')

    const bad = await send(server, 'PUT', uri, { token, body: { redirect_uris: ['javascript:x'] } })
    assert.deepEqual([bad.status, bad.json.error], [400, 'invalid_redirect_uri'])
    for (const body of [{ client_id: 'other' }, { client_secret: 'chosen' }]) {
      const refused = await send(server, 'PUT', uri, { token, body: { redirect_uris: [redirect], ...body } })
      assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_client_metadata'], JSON.stringify(body))
    }
    const update = {
      redirect_uris: [redirect],
      client_name: 'Renamed',
      client_id: a.client_id,
      client_secret,
      scope: 'read delete',
      dangerously: { allowPassword: true },
    }
    const both = await Promise.all([1, 2].map(() => send(server, 'PUT', uri, { token, body: update })))
    assert.deepEqual(both.map((one) => one.status).toSorted(), [200, 401], 'its token counts once')
    const updated = both.find((one) => one.status === 200)?.json ?? {}
    assert.equal(updated.client_name, 'Renamed')
    assert.equal(updated.scope, 'read')
    assert.equal('tos_uri' in updated, false, 'an update replaces all members')
    assert.notEqual(updated.registration_access_token, token)
    assert.equal((await send(server, 'GET', uri, { token })).status, 401, 'the old token is dead')
    assert.equal((await grant(server, a)).status, 200, 'the secret stays')
    assert.match(await openLogin(server, a), /Renamed/, 'a change is visible at once')

    const next = updated.registration_access_token
    const answer = await grant(server, a)
    const removed = await send(server, 'DELETE', uri, { token: next })
    assert.equal(removed.status, 204)
    assert.equal((await server.introspect(answer.json.access_token)).active, false)
    assert.equal((await send(server, 'GET', uri, { token: next })).status, 401)
    assert.equal((await send(server, 'DELETE', uri, { token: next })).status, 401)
    assert.equal((await send(server, 'GET', other, { token: b.registration_access_token })).status, 200)
  })

  test(`${name}: a public client that becomes confidential gets a secret, and loses it again`, async () => {
    const server = await start('secret', { registration: 'open' })
    const first = await registered(server, { token_endpoint_auth_method: 'none' })
    const put = (before: Json, body: object) =>
      send(server, 'PUT', String(before.registration_client_uri), {
        token: before.registration_access_token,
        body: { redirect_uris: [redirect], ...body },
      })
    const second = (await put(first, {})).json
    assert.match(String(second.client_secret), /^[\w-]{43}$/)
    const third = (await put(second, { token_endpoint_auth_method: 'none' })).json
    assert.equal('client_secret' in third, false)
    const fourth = (await put(third, {})).json
    assert.notEqual(fourth.client_secret, second.client_secret)
  })
})

test('closing registration leaves registered clients what they have', async () => {
  const server = await open()
  const client = await registered(server)
  await server.restart(() => ({ registration: 'closed' }))
  await sleep(1)
  const { status } = await send(server, 'GET', String(client.registration_client_uri), {
    token: client.registration_access_token,
  })
  assert.equal(status, 200)
})
