import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { startServer } from '../../testing/server.ts'

const returnTo = 'https://rp.example.com/'
const server = await startServer(({ clients }) => ({
  clients: clients.map((client) =>
    client.client_id === 'openid' ? { ...client, post_logout_redirect_uris: [returnTo] } : client,
  ),
}))

const address = (fields: Readonly<Record<string, string>>) => `${server.issuer}/v2/logout?${encode(fields)}`

test('/v2/logout asks the user, and leads to a registered returnTo after the logout', async () => {
  const browser = server.browser()
  await server.grant('openid', { scope: 'openid' }, { browser })
  const page = await browser.follow(await browser.open(address({ client_id: 'openid', returnTo })))
  assert.ok(findForm(page.html, 'decision'), 'the user is asked')
  assert.equal((await browser.submit(page, 'decision', { decision: 'deny' })).location, undefined)
  const left = await browser.submit(page, 'decision', { decision: 'allow' })
  assert.equal(left.location, returnTo)
  assert.notEqual((await browser.open(`${server.issuer}/keys`)).status, 200)
  const again = await browser.follow(await browser.open(address({ client_id: 'openid', returnTo })))
  assert.equal(again.location, returnTo, 'nobody is logged in')
})

test('/v2/logout leads to no other address (RFC 9700 §4.11)', async () => {
  const browser = server.browser()
  for (const fields of [
    { client_id: 'openid', returnTo: `${returnTo}other` },
    { client_id: 'web', returnTo },
    { client_id: 'nobody', returnTo },
  ]) {
    const page = await browser.follow(await browser.open(address(fields)))
    assert.equal(page.location, undefined)
    assert.equal(page.status, 400)
    assert.match(page.html, /id="result"/)
  }
  const nameless = await browser.follow(await browser.open(address({ returnTo })))
  assert.equal(nameless.location, undefined)
  assert.equal(nameless.status, 200)
})
