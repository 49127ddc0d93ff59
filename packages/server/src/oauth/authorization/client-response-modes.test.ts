import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../testing/server.ts'

test('a mode that a client is not registered for is refused by the default of its response type', async () => {
  const server = await startServer()
  for (const response_mode of ['fragment', 'form_post']) {
    const outcome = await server.authorize('other', { response_mode })
    assert.equal(outcome.by, 'query')
    assert.equal(outcome.fields.get('error'), 'invalid_request')
    const description = outcome.fields.get('error_description') ?? ''
    assert.match(
      description,
      new RegExp(`^response_mode ${response_mode} is not registered for this client: .*response_modes`),
    )
    assert.equal(
      (await server.authorize('other', { response_mode, scope: 'unheard-of' })).by,
      'query',
      'other errors too',
    )
  }
  assert.ok((await server.authorize('other', { response_mode: 'query' })).fields.get('code'))
})

test('response_modes opens other modes, and leaves the default as it is', async () => {
  const server = await startServer()
  for (const [response_mode, by] of [
    [undefined, 'query'],
    ['fragment', 'fragment'],
    ['form_post', 'form_post'],
  ] as const) {
    assert.equal((await server.authorize('web', { response_mode })).by, by)
  }
  const withoutChallenge = { code_challenge: undefined, code_challenge_method: undefined }
  const implicit = { response_type: 'token', ...withoutChallenge, scope: 'read' }
  assert.equal((await server.authorize('implicit', { ...implicit, response_mode: 'form_post' })).by, 'form_post')
})

test('a mode that is not served is refused in the configuration, by name', async () => {
  const change = { response_modes: ['query', 'pigeon'] }
  await assert.rejects(
    startServer(({ clients }) => ({
      clients: clients.map((one) => (one.client_id === 'web' ? { ...one, ...change } : one)),
    })),
    /clients: web: response_modes: pigeon is not served; known: query, fragment, form_post, web_message, jwt, query\.jwt, fragment\.jwt, form_post\.jwt/,
  )
})

test('the metadata lists all that is served, whichever client may use it (RFC 8414 §2)', async () => {
  const server = await startServer()
  const url = `${server.issuer}/.well-known/oauth-authorization-server`
  const { response_modes_supported } = await (await server.fetch(new Request(url))).json()
  assert.deepEqual(response_modes_supported, [
    'query',
    'fragment',
    'form_post',
    'web_message',
    'jwt',
    'query.jwt',
    'fragment.jwt',
    'form_post.jwt',
  ])
})
