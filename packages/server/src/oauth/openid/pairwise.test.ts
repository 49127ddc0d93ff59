import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { toAnswer } from '../../../../../conformance/target/answer.ts'
import { type ClientName, calendar, startServer, testClients } from '../../testing/server.ts'

const pairwise = { subject_type: 'pairwise', scope: 'openid read' }
const sector = { ...pairwise, sector_identifier_uri: 'https://sector.example.com/uris.json' }
const changes: Partial<Record<ClientName, object>> = {
  web: pairwise,
  other: sector,
  withoutPkce: sector,
  native: pairwise,
  openid: { redirect_uris: [...testClients.openid.redirect_uris, 'https://app.example.com:8443/rp'] },
}
const server = await startServer(({ clients }) => ({
  clients: clients.map((one) => {
    const name = (Object.keys(changes) as ClientName[]).find((each) => testClients[each].client_id === one.client_id)
    return name === undefined ? one : { ...one, ...changes[name] }
  }),
}))

const asked = { scope: 'openid read', resource: calendar }

async function subjectFor(name: ClientName, person: 'alice' | 'bob' = 'alice'): Promise<string> {
  const { json } = await server.grant(name, asked, { person })
  return String(decodeJwt(String(json.id_token)).sub)
}

test('a pairwise subject is the same wherever the client and its API see it (OIDC Core §5.3.2, §8.1)', async () => {
  const { json } = await server.grant('web', asked)
  const { sub } = decodeJwt(String(json.id_token))
  const headers = { authorization: `Bearer ${json.access_token}` }
  const info = await toAnswer(await server.fetch(new Request(`${server.issuer}/userinfo`, { headers })))
  const refreshed = await server.refresh('web', json.refresh_token)
  for (const [where, seen] of [
    ['userinfo', info.json.sub],
    ['access token', decodeJwt(String(json.access_token)).sub],
    ['introspection', (await server.introspect(json.access_token, 'web' as 'api')).sub],
    ['refresh token', (await server.introspect(refreshed.json.refresh_token, 'web' as 'api')).sub],
    ['refreshed ID token', decodeJwt(String(refreshed.json.id_token)).sub],
  ] as const) {
    assert.equal(seen, sub, where)
  }
  const seen = await server.introspect(json.access_token, 'web' as 'api')
  assert.equal('username' in seen, false, 'the username would undo it')
})

test('clients of one sector see the same subject, those of others another (OIDC Core §8.1)', async () => {
  const [web, other, withoutPkce, native, open] = [
    await subjectFor('web'),
    await subjectFor('other'),
    await subjectFor('withoutPkce'),
    await subjectFor('native'),
    await subjectFor('openid'),
  ]
  assert.equal(other, withoutPkce, 'they have one sector identifier')
  assert.equal(new Set([web, other, native, open]).size, 4)
  assert.notEqual(await subjectFor('web', 'bob'), web)
})

test('a pairwise subject survives a restart, and the order and ports of redirect URIs', async () => {
  const before = await subjectFor('web')
  await server.restart((config) => ({
    clients: config.clients.map((one) =>
      one.client_id === 'web'
        ? { ...one, redirect_uris: [testClients.web.redirect_uris[0], 'https://app.example.com:8443/x'] }
        : one,
    ),
  }))
  assert.equal(await subjectFor('web'), before)
})
