import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestServer } from '../test-server.ts'
import { createClient } from './index.ts'

const good = { issuer: 'https://id.example.com', clientId: 'app' }
const create = (options: object) => () => Reflect.apply(createClient, undefined, [{ ...good, ...options }])

for (const [options, words] of [
  [{ clientSecret: '' }, /clientSecret is empty: is the variable set/],
  [{ clientSecret: undefined }, /clientSecret is undefined: is the variable set.* For a public client leave it out/],
  [{ clientSecret: null }, /clientSecret is object/],
  [{ client_secret: 'x' }, /unknown option client_secret: did you mean clientSecret\?/],
  [{ audiance: 'x' }, /unknown option audiance; the options are issuer, clientId/],
  [{ scopes: 'x' }, /did you mean scope\?/],
  [{ redirectUri: '/callback' }, /redirectUri: \/callback is not an absolute URI/],
  [{ redirectUri: 'callback' }, /is not an absolute URI/],
  [{ redirectUri: 'localhost:3000/callback' }, /redirectUri: localhost:3000\/callback has no scheme/],
  [{ resource: 'contacts' }, /resource: contacts is not an absolute URI/],
  [{ issuer: 'id.example.com' }, /issuer: id\.example\.com has no scheme: write https:\/\/id\.example\.com$/],
  [{ issuer: 'localhost:4000' }, /issuer: localhost:4000 has no scheme: write http:\/\/localhost:4000$/],
  [{ issuer: '//id.example.com' }, /has no scheme: write https:\/\/id\.example\.com$/],
  [{ issuer: '' }, /issuer/],
  [{ issuer: 'ftp://id.example.com' }, /is not an https URL/],
  [{ issuer: 'https://id.example.com?x' }, /has a query or a fragment/],
  [{ clientId: '' }, /clientId is missing/],
  [{ allowedOrigins: 'https://api.example.com' }, /allowedOrigins: must be a list/],
  [{ allowedOrigins: ['api.example.com'] }, /api\.example\.com is not an origin/],
  [{ allowedOrigins: ['https://api.example.com/v1'] }, /is not an origin, such as/],
] as const) {
  test(`createClient refuses ${JSON.stringify(options)} and says why`, () => {
    assert.throws(create(options), (error) => error instanceof TypeError && words.test(error.message))
  })
}

test('options of calls are checked by name, too', async () => {
  const client = createClient({ ...good, redirectUri: 'https://app.example.com/cb' })
  const call = (method: 'authorizationUrl' | 'clientCredentials' | 'session', ...given: readonly unknown[]) =>
    Reflect.apply(client[method], client, given)
  await assert.rejects(
    async () => call('authorizationUrl', { scopes: 'read' }),
    /authorizationUrl: .*did you mean scope/,
  )
  assert.throws(() => call('clientCredentials', { audience: 'x' }), /clientCredentials: unknown option audience/)
  assert.throws(() => call('session', { accessToken: 'x' }, { onSave: 1 }), /session: unknown option onSave/)
})

test('an issuer that is down is named with the reason', async () => {
  const server = await startTestServer()
  await server.close()
  const asked = createClient({ ...good, issuer: server.issuer })
    .clientCredentials()
    .accessToken()
  const words = new RegExp(`^discovery: ${server.issuer}/\\.well-known/\\S+ could not be reached: .*ECONNREFUSED`)
  await assert.rejects(asked, { code: 'network', message: words })
})

test('the error asks whether the issuer is http', async () => {
  const server = await startTestServer()
  const asked = createClient({ ...good, issuer: server.issuer.replace('http:', 'https:') }).clientCredentials()
  await assert.rejects(asked.accessToken(), { code: 'network', message: /is it http\?$/ })
  await server.close()
})

for (const [words, answer] of [
  ['404', { status: 404, body: 'no such page' }],
  ['a page for everything', { status: 200, body: '<html>welcome' }],
] as const) {
  test(`the error for an ordinary web site as issuer, with ${words}, asks about the issuer`, async () => {
    const server = await startTestServer({ metadata: () => answer })
    const asked = createClient({ ...good, issuer: server.issuer })
      .clientCredentials()
      .accessToken()
    const message = /, at http:\S+oauth-authorization-server: is http:\S+ the issuer of an authorization server\?$/
    await assert.rejects(asked, { code: 'unexpected', message })
    await server.close()
  })
}
