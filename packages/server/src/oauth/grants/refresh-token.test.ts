import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGranted, assertRefused, startServer, testClients } from '../../testing/server.ts'

const server = await startServer()
const isActive = async (token: unknown) => (await server.introspect(token)).active

test('a rotated token used after the grace period revokes its family (RFC 9700 §4.14.2)', async () => {
  const first = await server.grant('native', { scope: 'read' })
  const second = await server.refresh('native', first.json.refresh_token)
  assertGranted(second)
  server.pass(11)
  assertRefused(await server.refresh('native', first.json.refresh_token), 'invalid_grant')
  assertRefused(await server.refresh('native', second.json.refresh_token), 'invalid_grant')
  assert.equal(await isActive(first.json.access_token), false)
  assert.equal(await isActive(second.json.access_token), false)
})

test('a rotated token used after its successor revokes its family at once (RFC 9700 §4.14.2)', async () => {
  const first = await server.grant()
  const second = await server.refresh('web', first.json.refresh_token)
  const third = await server.refresh('web', second.json.refresh_token)
  assertRefused(await server.refresh('web', first.json.refresh_token), 'invalid_grant')
  assertRefused(await server.refresh('web', third.json.refresh_token), 'invalid_grant')
})

test('five concurrent refreshes all get the same successor', async () => {
  const { json } = await server.grant()
  const answers = await Promise.all(Array.from({ length: 5 }, () => server.refresh('web', json.refresh_token)))
  for (const answer of answers) assertGranted(answer)
  assert.equal(new Set(answers.map((answer) => answer.json.refresh_token)).size, 1)
  assertGranted(await server.refresh('web', answers[0]?.json.refresh_token))
})

test('a refresh token is refused for another client, and stays valid for its own (RFC 6749 §10.4)', async () => {
  const { json } = await server.grant()
  assertRefused(await server.refresh('other', json.refresh_token), 'invalid_grant')
  assertGranted(await server.refresh('web', json.refresh_token))
})

test('a replay by another client does not revoke the token family', async () => {
  const { json } = await server.grant()
  const second = await server.refresh('web', json.refresh_token)
  server.pass(11)
  assertRefused(await server.refresh('other', json.refresh_token), 'invalid_grant')
  assertGranted(await server.refresh('web', second.json.refresh_token))
})

test('a refresh without client authentication is refused, and does not spend the token (RFC 6749 §6)', async () => {
  const { json } = await server.grant()
  const fields = { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }
  const bare = await server.token(undefined, { ...fields, client_id: 'web' })
  assertRefused(bare, 'invalid_client')
  assert.equal(bare.status, 401)
  assertRefused(await server.token(undefined, fields), 'invalid_client')
  assertGranted(await server.token('web', fields))
})

test('a refresh with a wider scope is refused without spending the token; a narrower scope applies once (RFC 6749 §6)', async () => {
  const first = await server.grant('web', { scope: 'read create' })
  for (const scope of ['read delete', 'read create delete', 'unheard-of']) {
    assertRefused(await server.refresh('web', first.json.refresh_token, { scope }), 'invalid_scope')
  }
  const narrow = await server.refresh('web', first.json.refresh_token, { scope: 'read' })
  assert.equal(narrow.json.scope, 'read')
  assert.equal((await server.introspect(narrow.json.access_token)).scope, 'read')
  const whole = await server.refresh('web', narrow.json.refresh_token)
  assert.equal(whole.json.scope, 'read create')
})

test('a refresh that names no right of an API keeps all that was granted (RFC 6749 §6)', async () => {
  const { json } = await server.grant('web', { scope: 'read offline_access' })
  const second = await server.refresh('web', json.refresh_token, { scope: 'offline_access' })
  assert.equal(second.json.scope, 'read')
  assert.equal((await server.refresh('web', second.json.refresh_token, { scope: ' ' })).json.scope, 'read')
})

test('a refusal by the gate does not spend the refresh token, so an account can be enabled again', async () => {
  const { json } = await server.grant('web', { scope: 'read' })
  const lock = (disabled: boolean) =>
    server.restart(({ accounts }) => ({
      accounts: accounts.map((one) => (one.username === 'alice' ? { ...one, disabled } : one)),
    }))
  await lock(true)
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  server.pass(3600)
  await lock(false)
  assertGranted(await server.refresh('web', json.refresh_token))
})

test('a resource beyond the grant is refused (RFC 8707 §2.2)', async () => {
  const { json } = await server.grant()
  const answer = await server.refresh('web', json.refresh_token, { resource: 'https://calendar.example.com' })
  assertRefused(answer, 'invalid_target')
})

test('a refresh token expires when it is not used, and stays valid with use', async () => {
  const day = 86_400
  const idle = await server.grant()
  server.pass(31 * day)
  assertRefused(await server.refresh('web', idle.json.refresh_token), 'invalid_grant')
  let { json } = await server.grant('web', {}, { duration: 'always' })
  for (let month = 0; month < 3; month++) {
    server.pass(29 * day)
    const next = await server.refresh('web', json.refresh_token)
    assertGranted(next)
    json = next.json
  }
})

test('no rotation extends the absolute lifetime', async () => {
  let { json } = await server.grant('native', { scope: 'create' }, { duration: 'always' })
  let months = 0
  for (; months < 20; months++) {
    server.pass(29 * 86_400)
    const next = await server.refresh('native', json.refresh_token)
    if (next.status !== 200) break
    json = next.json
  }
  assert.equal(months, 12, '12 × 29 days are less than a year and 13 × 29 are more')
})

test('a refresh does not outlive the duration that the user chose', async () => {
  const { json } = await server.grant('web', { prompt: 'consent' }, { duration: 'hour' })
  server.pass(3500)
  const next = await server.refresh('web', json.refresh_token)
  assertGranted(next)
  assert.ok(
    Number(next.json.expires_in) <= 100,
    `the access token outlives the authorization: ${next.json.expires_in} s`,
  )
  server.pass(101)
  assertRefused(await server.refresh('web', next.json.refresh_token), 'invalid_grant')
  assert.equal(await isActive(next.json.access_token), false)
})

test('an authorization for just this once has no refresh token and asks again', async () => {
  const { json } = await server.grant('web', { prompt: 'consent', scope: 'delete' }, { duration: 'once' })
  assert.equal(json.refresh_token, undefined)
})

test('a changed refresh token is refused', async () => {
  const { json } = await server.grant()
  const token = String(json.refresh_token)
  const flipped = `${token.slice(0, 10)}${token[10] === 'A' ? 'B' : 'A'}${token.slice(11)}`
  for (const bad of [
    '',
    'vkr_',
    `${token}A`,
    `${token}=`,
    token.slice(0, -1),
    flipped,
    token.toUpperCase(),
    'x'.repeat(5000),
  ]) {
    assertRefused(await server.refresh('web', bad), 'invalid_grant', 'invalid_request')
  }
  assertGranted(await server.refresh('web', token))
})

test('the password grant gives a refresh token that can be used again and again (RFC 6749 §4.3.3, §6)', async () => {
  const person = { username: 'alice', password: 'wonderland at noon' }
  let { json } = await server.token('password', { grant_type: 'password', ...person, scope: 'read' })
  for (let time = 0; time < 3; time++) {
    const next = await server.refresh('password', json.refresh_token)
    assertGranted(next)
    assert.ok(next.json.refresh_token, 'a rotated token must come with its successor')
    server.pass(20)
    json = next.json
  }
})

test('a replay is still detected after a restart', async () => {
  const first = await server.grant()
  const second = await server.refresh('web', first.json.refresh_token)
  await server.restart()
  server.pass(11)
  assertRefused(await server.refresh('web', first.json.refresh_token), 'invalid_grant')
  assertRefused(await server.refresh('web', second.json.refresh_token), 'invalid_grant')
})

test('a disabled client cannot refresh', async () => {
  const { json } = await server.grant()
  await server.restart(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'web' ? { ...one, disabled: true } : one)),
  }))
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_client')
  assert.equal(await isActive(json.access_token), false)
  await server.restart(() => ({ clients: Object.values(testClients) }))
})
