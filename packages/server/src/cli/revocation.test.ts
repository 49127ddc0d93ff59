import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { contacts, createPlace, withinASecond } from '../testing/cli.ts'

const secret = 'a-secret-that-is-long-enough'
const basics = { client_secret: secret, scope: 'read' }
const place = await createPlace({
  apis: [contacts],
  clients: [
    {
      ...basics,
      client_id: 'app',
      grant_types: ['password', 'refresh_token'],
      dangerously: { allowPassword: true },
    },
    { ...basics, client_id: 'machine', grant_types: ['client_credentials'] },
  ],
  accounts: [{ username: 'alice', password: 'wonderland at noon' }],
})
const on = ['--config', place.file]

type Json = Readonly<Record<string, unknown>>

async function post(client: string, endpoint: string, fields: Record<string, string>, its = secret): Promise<Json> {
  const headers = { authorization: `Basic ${btoa(`${client}:${its}`)}` }
  const body = new URLSearchParams(fields)
  return (await fetch(place.issuer + endpoint, { method: 'POST', headers, body })).json() as Promise<Json>
}

const logIn = (password = 'wonderland at noon') =>
  post('app', '/token', { grant_type: 'password', username: 'alice', password, scope: 'read' })
const refresh = (token: unknown) => post('app', '/token', { grant_type: 'refresh_token', refresh_token: String(token) })
const isActive = async (client: string, token: unknown, its?: string) =>
  (await post(client, '/introspect', { token: String(token) }, its)).active === true
const own = (its?: string) => post('machine', '/token', { grant_type: 'client_credentials' }, its)

const revokeds = [
  ['a client', ['client', 'revoke-tokens', 'app'], /all tokens of its client were revoked/],
  ['an account', ['account', 'revoke-tokens', 'alice'], /all tokens of its account were revoked/],
  [
    'an account whose password changes with --revoke-all',
    ['account', 'set-password', 'alice', '--password-stdin', '--revoke-all'],
    /all tokens of its account were revoked/,
  ],
  ['the server', ['token', 'revoke-all', '--yes'], /all tokens of this server were revoked/],
] as const

test('a running server refuses revoked tokens within a second, and explain gives the reason', async () => {
  const server = await place.serve()
  for (const [what, command, reason] of revokeds) {
    const held = await logIn()
    assert.ok(await isActive('app', held.access_token), what)
    const ran = await place.run([...command, ...on], { input: 'wonderland at noon\n' })
    assert.equal(ran.code, 0, ran.stderr)
    assert.ok(await withinASecond(async () => !(await isActive('app', held.access_token))), what)
    assert.equal(await isActive('app', held.refresh_token), false, what)
    assert.equal((await refresh(held.refresh_token)).error, 'invalid_grant', what)
    for (const token of [held.access_token, held.refresh_token]) {
      const explained = await place.run(['token', 'explain', String(token), ...on])
      assert.equal(explained.code, 1)
      assert.match(explained.stdout, reason)
    }
    const fresh = await logIn()
    assert.ok(await isActive('app', fresh.access_token), `${what}: a new token`)
    assert.equal((await refresh(fresh.refresh_token)).error, undefined)
  }
  const held = await logIn()
  const changed = await place.run(['account', 'set-password', 'alice', '--password-stdin', ...on], {
    input: 'wonderland at noon\n',
  })
  assert.match(changed.stdout, /its tokens stay valid/)
  assert.ok(await isActive('app', held.access_token))
  assert.match((await place.run(['token', 'revoke-all', ...on])).stderr, /confirm it with --yes/)
  await server.stop()
})

test('rotate-secret revokes the tokens of the old secret at once, or keeps both secrets valid with --overlap', async () => {
  const server = await place.serve()
  const before = await own()
  const overlapping = String((await place.json('client', 'rotate-secret', 'machine', '--overlap', '1h')).client_secret)
  assert.ok(await withinASecond(async () => (await own(overlapping)).error === undefined))
  assert.equal((await own()).error, undefined, 'the old secret is valid')
  assert.ok(await isActive('machine', before.access_token))

  const { client_secret: last } = await place.json('client', 'rotate-secret', 'machine')
  const fresh = await own(String(last))
  assert.ok(await isActive('machine', fresh.access_token, String(last)))
  for (const old of [secret, overlapping]) assert.equal((await own(old)).error, 'invalid_client')
  assert.equal(await isActive('machine', before.access_token, String(last)), false)
  assert.match((await place.run(['client', 'rotate-secret', 'machine', '--overlap', 'soon', ...on])).stderr, /24h/)
  await server.stop()
})

test('removals must be confirmed, and report how much is revoked', async () => {
  const server = await place.serve()
  await logIn()
  const refused = await place.run(['client', 'remove', 'app', ...on])
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /revoking \d+ authorizations and \d+ refresh tokens?.*confirm it with --yes/)
  assert.equal((await place.run(['client', 'show', 'app', ...on])).code, 0)
  await server.stop()
})

test('restore --revoke-all revokes every restored token; without it the newest refresh token is accepted', async () => {
  const backup = path.join(place.folder, 'backup.db')
  let server = await place.serve()
  const first = await logIn()
  assert.equal((await place.run(['backup', backup, ...on])).code, 0)
  const second = await refresh(first.refresh_token)
  const third = await refresh(second.refresh_token)
  await server.stop()

  const plain = await place.run(['restore', backup, '--force', ...on])
  assert.equal(plain.code, 0, plain.stderr)
  assert.match(plain.stderr, /valid again: restore with --revoke-all/)
  server = await place.serve()
  const fourth = await refresh(third.refresh_token)
  assert.equal(fourth.error, undefined)
  assert.equal((await refresh(first.refresh_token)).error, 'invalid_grant', 'an older one is a replay')
  await server.stop()

  const revoking = await place.run(['restore', backup, '--force', '--revoke-all', ...on])
  assert.equal(revoking.code, 0, revoking.stderr)
  server = await place.serve()
  for (const { refresh_token } of [first, second, third, fourth]) {
    assert.equal((await refresh(refresh_token)).error, 'invalid_grant')
  }
  assert.equal(await isActive('app', first.access_token), false)
  const fresh = await logIn()
  assert.equal((await refresh(fresh.refresh_token)).error, undefined)
  const audit = await place.run(['audit', 'verify', ...on])
  assert.equal(audit.code, 0, audit.stdout)
  await server.stop()
})
