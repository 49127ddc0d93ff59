import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Page } from '../../../../../conformance/browser/browser.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { createAuthenticator } from '../../testing/authenticator.ts'
import { authorizationRequest, people, startServer } from '../../testing/server.ts'

const optionsOf = ({ html }: Page) =>
  (/data-options="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&#34;', '"')

const server = await startServer()
const { issuer } = server
const device = createAuthenticator('http://localhost:4000')

const logIn = async (browser: Browser, person: { username: string; password: string }, to = '/account/passkeys') => {
  const login = await browser.open(`${issuer}/login?to=${to}`)
  return browser.follow(await browser.submit(login, 'username', { ...person }))
}

test('a passkey is the second factor after the password, once, of its own account and from its own browser', async () => {
  const others = createAuthenticator('http://localhost:4000')
  for (const [person, one] of [
    [people.alice, device],
    [people.bob, others],
  ] as const) {
    const browser = server.browser()
    const page = await logIn(browser, person)
    await browser.submit(page, 'passkey', { passkey: one.create(optionsOf(page)) })
  }
  await server.restart(() => ({ secondFactor: { required: true } }))

  const browser = server.browser()
  const page = await logIn(browser, people.alice)
  assert.equal(page.url.pathname, '/login/second-factor')
  const send = (passkey: string) => browser.submit(page, 'passkey', { passkey })
  for (const wrong of [
    '',
    '{}',
    others.get(optionsOf(page)),
    device.get(optionsOf(await browser.open(`${issuer}/login`))),
  ]) {
    const refused = await send(wrong)
    assert.equal(refused.status, 400)
    assert.match(refused.html, /That passkey was not accepted/)
  }
  assert.equal((await browser.open(`${issuer}/keys`)).status, 303, 'the password alone is not enough')
  const response = device.get(optionsOf(page), { isUserVerified: false })
  assert.equal((await send(response)).status, 303)
  assert.equal((await browser.open(`${issuer}/keys`)).status, 200)

  const again = server.browser()
  const next = await logIn(again, people.alice)
  assert.equal((await again.submit(next, 'passkey', { passkey: response })).status, 400, 'used before')
  await again.submit(next, 'passkey', { passkey: device.get(optionsOf(next)) })
  const { json } = await server.grant('openid', { scope: 'openid', nonce: 'n' }, { browser: again })
  const [, payload = ''] = String(json.id_token).split('.')
  const { amr } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly amr: readonly string[] }
  assert.deepEqual([...amr].sort(), ['hwk', 'mfa', 'pwd', 'user'])
})

test('a passkey without user verification is one factor: using it twice does not make it two', async () => {
  const browser = server.browser()
  const login = await browser.open(`${issuer}/login`)
  const first = device.get(optionsOf(login), { isUserVerified: false })
  const page = await browser.follow(await browser.submit(login, 'passkey', { passkey: first }))
  assert.equal(page.url.pathname, '/login/second-factor')
  const same = device.get(optionsOf(page), { isUserVerified: false })
  const refused = await browser.submit(page, 'passkey', { passkey: same })
  assert.equal(refused.status, 400)
  const verified = device.get(optionsOf(refused))
  assert.equal((await browser.submit(refused, 'passkey', { passkey: verified })).status, 303)
})

test('a user with passkeys and no app is asked for a passkey, not to set up an app, whatever demands two factors', async () => {
  const requiring = await startServer(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'web' ? { ...one, require_second_factor: true } : one)),
  }))
  const own = createAuthenticator('http://localhost:4000')
  const first = requiring.browser()
  const login = await first.open(`${requiring.issuer}/login?to=/account/passkeys`)
  const adding = await first.follow(await first.submit(login, 'username', { ...people.alice }))
  await first.submit(adding, 'passkey', { passkey: own.create(optionsOf(adding)) })
  const acr = { value: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor', essential: true }
  const demands = [
    ['web', { scope: 'read' }],
    ['openid', { scope: 'openid', claims: JSON.stringify({ id_token: { acr } }) }],
  ] as const
  for (const [client, fields] of demands) {
    const browser = requiring.browser()
    const { fields: all } = authorizationRequest(client, fields)
    const asked = await browser.follow(await browser.open(`${requiring.issuer}/authorize?${encode(all)}`))
    const page = await browser.follow(await browser.submit(asked, 'username', { ...people.alice }))
    assert.equal(page.url.pathname, '/login/second-factor', client)
    assert.doesNotMatch(page.html, /name="secret"/, 'no app is set up')
    assert.doesNotMatch(page.html, /with=recovery-code/, 'there are no recovery codes')
    assert.doesNotMatch(page.html, /name="code"/)
    const next = await browser.follow(
      await browser.submit(page, 'passkey', { passkey: own.get(optionsOf(page), { isUserVerified: false }) }),
    )
    assert.match(next.url.pathname, /\/consent/, client)
  }
})
