import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { readOutcome } from '../../../../../conformance/target/target.ts'
import { confirmApp } from '../../testing/authenticator-app.ts'
import { authorizationRequest, startServer } from '../../testing/server.ts'
import { openIdEntry, startFakeProvider } from './provider.testing.ts'

const fake = await startFakeProvider()
const server = await startServer(() => ({
  outbound: { allowHosts: [fake.host] },
  secondFactor: { required: true },
  upstream: [openIdEntry(fake, { createAccounts: true, trustMethods: true })],
}))
const { issuer } = server

test('a second step keeps the acr that the provider stated, adds to its amr, and keeps its logout', async () => {
  fake.user = { sub: 'gold', name: 'Goldie', acr: 'urn:example:gold', amr: ['hwk'] }
  const browser = server.browser()
  const asked = authorizationRequest('openid', { scope: 'openid' })
  const query = new URLSearchParams(asked.fields as Record<string, string>)
  const login = await browser.follow(await browser.open(`${issuer}/authorize?${query}`), issuer)
  const href = /href="(\/login\/with\/fake[^"]*)"/.exec(login.html)?.[1]?.replaceAll('&amp;', '&')
  const sent = await browser.open(issuer + href)
  const first = await browser.follow(await browser.open(fake.allow(sent.location ?? '')), issuer)
  const setUp = await browser.follow(await browser.submit(first, 'username', { username: 'goldie' }), issuer)
  const { shown } = await confirmApp(browser, setUp, Date.now())
  const next = /href="([^"]*\/consent[^"]*)"/.exec(shown.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const consent = await browser.follow(await browser.open(new URL(next, issuer)), issuer)
  const end = await browser.follow(
    consent.location === undefined ? await browser.submit(consent, 'decision', { decision: 'allow' }) : consent,
    issuer,
  )
  const outcome = { ...readOutcome(end), state: asked.state, verifier: asked.verifier }
  const claims = decodeJwt(String((await server.redeem('openid', outcome)).json.id_token))
  assert.equal(claims.acr, 'urn:example:gold')
  assert.deepEqual(claims.amr, ['hwk', 'otp', 'mfa'])
  const page = await browser.open(`${issuer}/logout`)
  const left = await browser.submit(page, 'decision', { decision: 'allow', provider: 'yes' })
  assert.ok(left.location?.startsWith(`${fake.issuer}/logout?`), left.location)
})
