import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { confirmApp } from '../../testing/authenticator-app.ts'
import { assertRefused, authorizationRequest, type Fields, people, startServer } from '../../testing/server.ts'

const requiring: readonly unknown[] = ['web', 'password']
const server = await startServer(({ clients }) => ({
  clients: clients.map((client) =>
    requiring.includes(client.client_id) ? { ...client, require_second_factor: true } : client,
  ),
}))

test('a client that requires a second factor gets no response for a session of one factor', async () => {
  const browser = server.browser()
  const ask = async (fields: Fields) => {
    const { fields: all } = authorizationRequest('web', { scope: 'read', ...fields })
    return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(all)}`))
  }
  const login = await browser.open(`${server.issuer}/login?other=yes`)
  await browser.follow(await browser.submit(login, 'username', { ...people.alice }))
  const silent = new URL((await ask({ prompt: 'none' })).location ?? 'x:').searchParams
  assert.equal(silent.get('error'), 'login_required')
  assert.match(String(silent.get('error_description')), /the client requires a second factor/)

  const setUp = await ask({})
  assert.equal(setUp.url.pathname, '/login/second-factor')
  const { shown } = await confirmApp(browser, setUp, Date.now())
  assert.match(shown.html, /recovery/i)
  const consent = await ask({})
  assert.equal(consent.url.pathname, '/consent')
  const done = await browser.follow(await browser.submit(consent, 'decision', { decision: 'allow', scope: ['read'] }))
  assert.match(String(done.location), /[?&]code=/)
  assert.match(String((await ask({ prompt: 'none' })).location), /[?&]code=/)
})

test('a client that requires a second factor cannot use the password grant', async () => {
  const fields = { grant_type: 'password', ...people.bob, scope: 'read' }
  assertRefused(await server.post('/token', 'password', fields), 'unauthorized_client')
})
