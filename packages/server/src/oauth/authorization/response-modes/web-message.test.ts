import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeEntities } from '../../../../../../conformance/browser/forms.ts'
import { assertGranted, startServer, testConfig } from '../../../testing/server.ts'

const hostile = `"><script>alert(1)</script>'</div>`
const server = await startServer(() => ({
  clients: testConfig.clients.map((one) =>
    ['web', 'implicit', 'native'].includes(one.client_id)
      ? {
          ...one,
          response_modes: ['web_message'],
          ...(one.client_id === 'web'
            ? { redirect_uris: ['https://App.Example.com:8443/callback?kept=1', 'https://[::1]:8443/callback'] }
            : {}),
        }
      : one,
  ),
}))
const [redirect_uri, byAddress] = ['https://App.Example.com:8443/callback?kept=1', 'https://[::1]:8443/callback']

function readMessage(html: string) {
  const [, origin = '', message = 'null'] = /data-origin="([^"]*)" data-message="([^"]*)"/.exec(html) ?? []
  return { origin: decodeEntities(origin), message: JSON.parse(decodeEntities(message)) }
}

test('the response is a message to the origin of the redirect URI (draft-sakimura-oauth-wmrm §4.1)', async () => {
  const outcome = await server.authorize('web', { response_mode: 'web_message', redirect_uri, state: hostile })
  const { origin, message } = readMessage(outcome.page.html)
  assert.equal(outcome.page.status, 200)
  assert.equal(origin, 'https://app.example.com:8443')
  assert.equal(message.type, 'authorization_response')
  assert.deepEqual(Object.keys(message.response), ['code', 'state', 'iss'])
  assert.equal(message.response.state, hostile)
  assert.equal(message.response.iss, server.issuer)
  assert.doesNotMatch(outcome.page.html, /<script>alert/)
  const fields = new URLSearchParams(message.response)
  assertGranted(await server.redeem('web', { ...outcome, fields }, { redirect_uri }))
})

test('errors travel the same way, and prompt=none shows no page for the user (OIDC Core §3.1.2.6)', async () => {
  const ask = { response_mode: 'web_message', redirect_uri, prompt: 'none' }
  const { page } = await server.authorize('web', ask, { browser: server.browser() })
  const { origin, message } = readMessage(page.html)
  assert.equal(origin, 'https://app.example.com:8443')
  assert.equal(message.response.error, 'login_required')
  const unknown = await server.authorize('web', { ...ask, scope: 'unheard-of' })
  assert.equal(readMessage(unknown.page.html).message.response.error, 'invalid_scope')
})

test('only the origin of the redirect URI may frame the page, and no other page of the server may be framed (RFC 9700 §4.16)', async () => {
  const { headers } = (await server.authorize('web', { response_mode: 'web_message', redirect_uri })).page
  const policy = headers.get('content-security-policy') ?? ''
  assert.match(policy, /(^|; )frame-ancestors https:\/\/app\.example\.com:8443(;|$)/)
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /script-src 'nonce-[^']+'/)
  assert.equal(headers.get('x-frame-options'), null)
  assert.equal(headers.get('cache-control'), 'no-store')
  const login = await server.browser().open(`${server.issuer}/login`)
  assert.match(login.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
})

test('an origin that no policy can name opens the page in a window only (CSP3 §2.3.1)', async () => {
  const { page } = await server.authorize('web', { response_mode: 'web_message', redirect_uri: byAddress })
  assert.equal(readMessage(page.html).origin, 'https://[::1]:8443')
  assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  assert.equal(page.headers.get('x-frame-options'), 'DENY')
})

test('a redirect URI that has no web origin is refused at registration', async () => {
  await assert.rejects(
    startServer(({ clients }) => ({
      clients: clients.map((one) =>
        one.client_id === 'native'
          ? { ...one, redirect_uris: ['com.example.app:/callback'], response_modes: ['web_message'] }
          : one,
      ),
    })),
    /clients: native: response_modes: web_message cannot be used, because com\.example\.app:\/callback has no web origin/,
  )
})
