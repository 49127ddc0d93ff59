import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { findForm } from '../../../../../conformance/browser/forms.ts'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, type Fields, people, startServer } from '../../testing/server.ts'
import { acrValues } from '../authentication-contexts.ts'

const server = await startServer((config) => ({
  clients: config.clients.map((one) =>
    one.client_id === 'other' ? { ...one, subject_type: 'pairwise', scope: 'read openid' } : one,
  ),
}))
const passwordAcr = acrValues.at(-1)
const database = new DatabaseSync(server.database)

type Name = 'openid' | 'other'
type Browser = ReturnType<typeof server.browser>

const idTokenOf = async (browser: Browser, person: keyof typeof people, name: Name = 'openid') => {
  const { json } = await server.grant(name, { scope: 'openid' }, { browser, person })
  server.pass(60)
  return String(json.id_token)
}
const ask = async (browser: Browser, fields: Fields, name: Name = 'openid') => {
  const { fields: all } = authorizationRequest(name, { scope: 'openid', ...fields })
  return browser.follow(await browser.open(`${server.issuer}/authorize?${encode(all)}`))
}
const errorOf = (page: { readonly location: string | undefined }) =>
  new URL(page.location ?? 'x:').searchParams.get('error')
const withClaims = (id_token: object) => ({ claims: JSON.stringify({ id_token }) })

for (const name of ['openid', 'other'] as const) {
  const kind = name === 'openid' ? 'public' : 'pairwise'
  test(`an ID token of a client with ${kind} subjects is a hint for its user (OIDC Core §3.1.2.1)`, async () => {
    const browser = server.browser()
    const hint = await idTokenOf(browser, 'alice', name)
    const silent = await ask(browser, { prompt: 'none', id_token_hint: hint }, name)
    assert.match(String(silent.location), /[?&]code=/)
    const stranger = server.browser()
    await idTokenOf(stranger, 'bob', name)
    assert.equal(errorOf(await ask(stranger, { prompt: 'none', id_token_hint: hint }, name)), 'login_required')
  })

  test(`a value of sub that claims demands is of the user of a client with ${kind} subjects (OIDC Core §3.1.2.2)`, async () => {
    const browser = server.browser()
    const { sub } = decodeJwt(await idTokenOf(browser, 'alice', name))
    const silent = (claims: Fields) => ask(browser, { prompt: 'none', ...claims }, name)
    assert.match(String((await silent(withClaims({ sub: { value: sub } }))).location), /[?&]code=/)
    assert.match(String((await silent(withClaims({ sub: { values: ['x', sub] } }))).location), /[?&]code=/)
    assert.match(String((await silent(withClaims({ sub: null }))).location), /[?&]code=/)
    for (const other of [{ value: 'x' }, { values: [] }, { value: 7 }, { values: [[sub]] }]) {
      assert.equal(errorOf(await silent(withClaims({ sub: other }))), 'login_required', JSON.stringify(other))
    }
  })
}

test('id_token_hint and a requested sub must both match the user', async () => {
  const browser = server.browser()
  const hint = await idTokenOf(browser, 'alice')
  const asked = { prompt: 'none', id_token_hint: hint, ...withClaims({ sub: { value: 'x' } }) }
  assert.equal(errorOf(await ask(browser, asked)), 'login_required')
})

test('an ID token that expired days ago is a hint (OIDC Core §3.1.2.1)', async () => {
  const browser = server.browser()
  const hint = await idTokenOf(browser, 'alice')
  server.pass(3 * 86_400)
  assert.equal(errorOf(await ask(server.browser(), { prompt: 'none', id_token_hint: hint })), 'login_required')
})

test('an essential acr that no login can have is unmet_authentication_requirements, others are voluntary (OIDC Core §5.5.1.1)', async () => {
  const browser = server.browser()
  await idTokenOf(browser, 'alice')
  const silent = (acr: object | null) => ask(browser, { prompt: 'none', ...withClaims({ acr }) })
  for (const acr of [
    { essential: true, value: 'gold' },
    { essential: true, values: ['gold', 'silver'] },
  ]) {
    assert.equal(errorOf(await silent(acr)), 'unmet_authentication_requirements')
  }
  for (const acr of [
    null,
    { essential: true },
    { value: 'gold' },
    { essential: true, values: ['gold', passwordAcr] },
  ]) {
    assert.match(String((await silent(acr)).location), /[?&]code=/, JSON.stringify(acr))
  }
})

test('a session whose acr is not known logs in again if the client demands an acr', async () => {
  const browser = server.browser()
  await idTokenOf(browser, 'bob')
  database.exec("UPDATE session SET context = '{}' WHERE account_id IN (SELECT id FROM account WHERE username = 'bob')")
  const demand = withClaims({ acr: { essential: true, values: acrValues } })
  assert.equal(errorOf(await ask(browser, { prompt: 'none', ...demand })), 'login_required')
  const login = await ask(browser, demand)
  assert.ok(findForm(login.html, 'password'))
  const done = await browser.follow(await browser.submit(login, 'username', people.bob))
  assert.match(String(done.location), /[?&]code=/)
})

test('acr_values is voluntary, and the ID token has the acr of the login (OIDC Core §3.1.2.1)', async () => {
  const browser = server.browser()
  for (const acr_values of ['1 2', acrValues.join(' ')]) {
    const { json } = await server.grant('openid', { scope: 'openid', acr_values }, { browser })
    assert.equal(decodeJwt(String(json.id_token)).acr, passwordAcr)
  }
})

test('auth_time stays the same without a login, and is later after prompt=login (OIDC Core §2)', async () => {
  const browser = server.browser()
  const { auth_time: first, sub } = decodeJwt(await idTokenOf(browser, 'alice'))
  for (const fields of [{ prompt: 'none' }, { max_age: '10000' }]) {
    const { json } = await server.grant('openid', { scope: 'openid', ...fields }, { browser })
    assert.deepEqual([decodeJwt(String(json.id_token)).auth_time, decodeJwt(String(json.id_token)).sub], [first, sub])
  }
  for (const fields of [{ prompt: 'login' }, { max_age: '1' }]) {
    server.pass(10)
    const { json } = await server.grant('openid', { scope: 'openid', ...fields }, { browser })
    assert.ok(Number(decodeJwt(String(json.id_token)).auth_time) > Number(first))
  }
})
