import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { metadataOf, startTestServer, tokenAnswer } from '../test-server.ts'
import { type Client, createClient, type Transaction } from './index.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
let client: Client
let transaction: Transaction
let url: URL

before(async () => {
  server = await startTestServer({ token: () => tokenAnswer('a', { refresh_token: 'r', scope: 'read' }) })
  client = createClient({
    issuer: server.issuer,
    clientId: 'app',
    clientSecret: 'hush',
    redirectUri: 'http://localhost:4002/callback',
    scope: 'read create',
    resource: 'https://contacts.example.com',
  })
  const asked = await client.authorizationUrl({
    prompt: 'login',
    extra: { login_hint: 'alice', state: 'fixed', code_challenge_method: 'plain' },
  })
  transaction = JSON.parse(JSON.stringify(asked.transaction))
  url = new URL(asked.url)
})
after(() => server.close())

const answer = (parameters: Record<string, string>) =>
  `/callback?${new URLSearchParams({ code: 'c', state: transaction.state, iss: server.issuer, ...parameters })}`

test('the authorization URL has PKCE S256, state, scope and resource, and extra parameters cannot replace them', () => {
  const asked = Object.fromEntries(url.searchParams)
  assert.equal(asked.response_type, 'code')
  assert.equal(asked.client_id, 'app')
  assert.equal(asked.redirect_uri, 'http://localhost:4002/callback')
  assert.equal(asked.scope, 'read create')
  assert.equal(asked.resource, 'https://contacts.example.com')
  assert.equal(asked.state, transaction.state)
  assert.equal(asked.code_challenge_method, 'S256')
  assert.match(asked.code_challenge ?? '', /^[\w-]{43}$/)
  assert.equal(asked.prompt, 'login')
  assert.equal(asked.login_hint, 'alice')
})

test('two requests share neither state nor verifier', async () => {
  const other = (await client.authorizationUrl()).transaction
  assert.notEqual(other.state, transaction.state)
  assert.notEqual(other.codeVerifier, transaction.codeVerifier)
})

test('a valid response is exchanged with code, verifier, redirect URI and resource', async () => {
  const tokens = await client.callback(answer({}), transaction)
  assert.equal(tokens.accessToken, 'a')
  assert.equal(tokens.refreshToken, 'r')
  assert.deepEqual(tokens.scope, ['read'])
  const form = Object.fromEntries(server.at('/token').at(-1)?.form ?? [])
  assert.deepEqual(form, {
    grant_type: 'authorization_code',
    code: 'c',
    redirect_uri: 'http://localhost:4002/callback',
    code_verifier: transaction.codeVerifier,
    resource: 'https://contacts.example.com',
  })
})

test('a response to another request or from another server is refused before the code is sent (RFC 9207 §2.4, RFC 9700 §4.4)', async () => {
  const sent = server.at('/token').length
  const state = new URLSearchParams({ code: 'c', state: transaction.state })
  await assert.rejects(client.callback(answer({ iss: 'https://evil.example' }), transaction), { code: 'mismatch' })
  await assert.rejects(client.callback(state, transaction), { code: 'mismatch', message: /"iss" \(issuer\) missing/ })
  await assert.rejects(client.callback(answer({ state: 'other' }), transaction), { code: 'mismatch' })
  await assert.rejects(client.callback(answer({ state: 'other', error: 'access_denied' }), transaction), {
    code: 'mismatch',
  })
  await assert.rejects(client.callback(answer({}), { ...transaction, state: '' }), { code: 'mismatch' })
  await assert.rejects(client.callback(answer({}), { ...transaction, issuer: 'https://evil.example' }), {
    code: 'mismatch',
  })
  assert.equal(server.at('/token').length, sent)
})

test('a response without iss is accepted from a server that does not announce it', async () => {
  const old = await startTestServer({
    metadata: (issuer) => ({
      body: { ...metadataOf(issuer), authorization_response_iss_parameter_supported: undefined },
    }),
  })
  try {
    const app = createClient({ issuer: old.issuer, clientId: 'app', redirectUri: 'http://localhost/cb' })
    const asked = await app.authorizationUrl()
    await app.callback(new URLSearchParams({ code: 'c', state: asked.transaction.state }), asked.transaction)
    assert.equal(old.at('/token')[0]?.form.get('client_id'), 'app')
  } finally {
    await old.close()
  }
})

test('a refusal by the user or the server has its error code', async () => {
  const denied = answer({ error: 'access_denied', error_description: 'the owner said no' })
  await assert.rejects(client.callback(denied, transaction), {
    code: 'oauth',
    during: 'callback',
    error: 'access_denied',
    description: 'the owner said no',
  })
})

test('what a refusal says cannot forge lines of a log, however long it is', async () => {
  const text = `no\r\n2030-01-01 login ok\u2028\u001b[31m${'x'.repeat(5000)}`
  const urls = [answer({ error: 'access_denied', error_description: text }), answer({ error: text })]
  server.behaviour.token = () => ({ status: 400, body: { error: 'invalid_grant', error_description: text } })
  for (const url of [...urls, answer({})]) {
    const { message } = await client.callback(url, transaction).then(
      () => assert.fail(),
      (thrown: Error) => thrown,
    )
    assert.doesNotMatch(message, /[\p{Cc}\u2028]/u)
    assert.match(message, /no 2030/)
    assert.ok(message.length <= 2000)
  }
})

test('a response with tokens in it is refused (OAuth 2.0 Multiple Response Types §5)', async () => {
  for (const more of [{ id_token: 'a.b.c' }, { token: 't' }, { response: 'a.b.c' }]) {
    await assert.rejects(client.callback(answer(more), transaction), { code: 'unexpected' })
  }
})

test('a response with a repeated or missing parameter is unexpected', async () => {
  await assert.rejects(client.callback(`${answer({})}&code=d`, transaction), { code: 'unexpected' })
  await assert.rejects(client.callback(answer({ code: '' }), transaction), { code: 'unexpected' })
})

test('errors have no secret in them', async () => {
  server.behaviour.token = () => ({ body: { access_token: 'top-secret-token', expires_in: 1 } })
  const error: unknown = await client.callback(answer({ code: 'secret-code' }), transaction).catch((thrown) => thrown)
  const { inspect } = await import('node:util')
  assert.match(inspect(error, { depth: 9 }), /token_type/)
  assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /top-secret-token|secret-code|hush/)
})
