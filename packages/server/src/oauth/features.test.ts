import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../config/read-config.ts'
import type { ServerOptions } from '../embedding/server.ts'
import { createServer } from '../main.ts'
import { assertGranted, assertRefused, startServer, testClients } from '../testing/server.ts'
import { codeProduct } from './authorization/products/code.ts'
import { tokens } from './authorization/products/tokens.ts'
import { fragment } from './authorization/response-modes/fragment.ts'
import type { ResponseMode } from './authorization/response-modes/response-mode.ts'
import type { ResponseType } from './authorization/response-types/response-type.ts'
import { createFeatures } from './features.ts'
import type { Grant } from './grants/grant.ts'
import { accessTokenProduct } from './tokens/access-token.ts'

const allowBadges = {
  option: 'allowBadges',
  clause: 'RFC 9700 §2.4',
  cost: 'a badge that is copied gives access',
  instead: 'use authorization_code',
}
const badge: Grant = {
  type: 'urn:example:badge',
  openToPublicClients: true,
  insecureOption: allowBadges,
  authorize: async () => ({ rights: [{ resource: 'https://contacts.example.com', scope: ['read'] }] }),
}
const both: ResponseType = {
  name: 'code badge',
  grantType: 'authorization_code',
  products: [codeProduct, tokens(accessTokenProduct)],
  defaultMode: fragment,
  insecureOption: { ...allowBadges, option: 'allowBadgeHybrid', cost: 'a token is in the URL' },
}
/** Signs the response, some time later. */
const stamped: ResponseMode = {
  name: 'fragment.stamped',
  fitForTokens: true,
  async deliver({ to, fields, client, issuer, keys, now }) {
    await new Promise(setImmediate)
    const claims = { ...Object.fromEntries(fields), iss: issuer, aud: client.id, exp: Math.floor(now / 1000) + 600 }
    return { status: 303, headers: { location: `${to}#response=${keys.sign('ES256', 'JWT', claims)}` }, body: '' }
  },
}
const machine = { ...testClients.machine, client_id: 'reader', grant_types: ['urn:example:badge'] }

async function metadataOf(server: {
  readonly issuer: string
  readonly fetch: (request: Request) => Promise<Response>
}) {
  const response = await server.fetch(new Request(`${server.issuer}/.well-known/oauth-authorization-server`))
  return (await response.json()) as Readonly<Record<string, readonly string[]>>
}

test('an added grant is listed while a client has its insecure option, and serves that client', async () => {
  const server = await startServer(() => ({}), { grants: [badge] })
  assert.ok(!(await metadataOf(server)).grant_types_supported?.includes('urn:example:badge'))
  await server.restart(({ clients }) => ({ clients: [...clients, { ...machine, dangerously: { allowBadges: true } }] }))
  assert.ok((await metadataOf(server)).grant_types_supported?.includes('urn:example:badge'))
  const { client_id, client_secret } = machine
  const fields = { grant_type: 'urn:example:badge', client_id, client_secret }
  assertRefused(await server.token(undefined, fields), 'invalid_client')
  const headers = { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` }
  assertGranted(await server.token(undefined, { grant_type: 'urn:example:badge' }, { headers }))
})

test('a client of an added grant is refused without the insecure option, and so is an option that is not known', async () => {
  const start = (client: object, options: Pick<ServerOptions, 'grants' | 'responseTypes'> = { grants: [badge] }) =>
    startServer(({ clients }) => ({ clients: [...clients, client as (typeof clients)[number]] }), options)
  await assert.rejects(
    start(machine),
    /clients: reader: grant_types: urn:example:badge is off; remove it, or set dangerously: \{ allowBadges: true \} \(RFC 9700 §2\.4\)/,
  )
  const hybrid = { ...testClients.web, client_id: 'hybrid', response_types: ['code', 'code badge'] }
  await assert.rejects(
    start(hybrid, { responseTypes: [both] }),
    /clients: hybrid: response_types: code badge is off; remove it, or set dangerously: \{ allowBadgeHybrid: true \}/,
  )
  await assert.rejects(
    start({ ...machine, dangerously: { allowBadge: true } }),
    /valetkey\.yaml:\d+: clients: reader: dangerously\.allowBadge is not a known key; did you mean allowBadges\?/,
  )
  await assert.rejects(
    start({ ...machine, dangerously: { allowBadges: true } }, {}),
    /clients: reader: grant_types: urn:example:badge is not served; known: authorization_code, refresh_token, client_credentials, password, implicit/,
  )
})

test('an added response type carries its products together, in an added mode that signs for the client later', async () => {
  const hybrid = {
    ...testClients.web,
    response_types: ['code', 'code badge'],
    response_modes: ['fragment.stamped'],
    dangerously: { allowBadgeHybrid: true },
  }
  const server = await startServer(
    ({ clients }) => ({ clients: clients.map((one) => (one.client_id === hybrid.client_id ? hybrid : one)) }),
    { responseTypes: [both], responseModes: [stamped] },
  )
  const metadata = await metadataOf(server)
  assert.ok(metadata.response_types_supported?.includes('code badge'))
  assert.ok(metadata.response_modes_supported?.includes('fragment.stamped'))
  const outcome = await server.authorize('web', { response_type: 'code badge', scope: 'read' })
  assert.equal(outcome.by, 'fragment')
  assert.equal((await server.introspect(outcome.fields.get('access_token'))).active, true)
  assertGranted(await server.redeem('web', outcome))
  const unnamed = await server.authorize('native', { response_type: 'code badge', scope: 'read' })
  assert.equal(unnamed.fields.get('error'), 'unauthorized_client')
  const inQuery = await server.authorize('web', { response_type: 'code badge', response_mode: 'query' })
  assert.match(
    inQuery.fields.get('error_description') ?? '',
    /use fragment, form_post, web_message, .* or fragment\.stamped/,
  )
  for (const [scope, member] of [
    ['read', 'code'],
    ['unheard-of', 'error'],
  ] as const) {
    const { fields } = await server.authorize('web', { response_mode: 'fragment.stamped', scope })
    const [, payload = ''] = (fields.get('response') ?? '').split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    assert.equal(claims.aud, hybrid.client_id)
    assert.equal(claims.iss, server.issuer)
    assert.equal(typeof claims[member], 'string')
  }
})

test('an addition with an existing name is refused', async () => {
  assert.throws(() => createFeatures({ responseModes: [fragment] }), /responseModes: fragment is there already/)
  const config = readConfig({ environment: {}, options: { database: 'sqlite::memory:' } })
  const twin = { ...badge, type: 'password' }
  await assert.rejects(
    createServer(config, { grants: [twin], say: () => undefined }),
    /grants: password is there already/,
  )
})
