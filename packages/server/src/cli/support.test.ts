import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { test } from 'node:test'
import { createBrowser } from '../../../../conformance/browser/browser.ts'
import { contacts, createPlace, withinASecond } from '../testing/cli.ts'

const secret = 'a-secret-that-is-long-enough'
const client = {
  client_secret: secret,
  scope: 'read',
  grant_types: ['password', 'refresh_token'],
  dangerously: { allowPassword: true },
}
const place = await createPlace({
  apis: [contacts],
  clients: [
    { ...client, client_id: 'app' },
    { ...client, client_id: 'other' },
  ],
  accounts: ['alice', 'bob'].map((username) => ({ username, password: 'wonderland at noon' })),
})
const on = ['--config', place.file]
const binary = path.join(import.meta.dirname, '..', '..', 'bin', 'valetkey.js')
/** `script` of util-linux gives a command a terminal. */
const withoutTerminal = !/util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '')

async function post(client: string, endpoint: string, fields: Record<string, string>) {
  const headers = { authorization: `Basic ${btoa(`${client}:${secret}`)}` }
  const body = new URLSearchParams(fields)
  const response = await fetch(place.issuer + endpoint, { method: 'POST', headers, body })
  return (await response.json()) as Readonly<Record<string, unknown>>
}
const logIn = (client: string, username: string) =>
  post(client, '/token', { grant_type: 'password', username, password: 'wonderland at noon' })
const isActive = async (client: string, { access_token: token }: Readonly<Record<string, unknown>>) =>
  (await post(client, '/introspect', { token: String(token) })).active === true
const list = async (...args: readonly string[]) =>
  (await place.json('authorization', 'list', ...args)) as unknown as readonly Readonly<Record<string, unknown>>[]

test('authorizations are listed and revoked one by one, by account and by client', async () => {
  const server = await place.serve()
  const held = {
    aliceApp: await logIn('app', 'alice'),
    aliceApp2: await logIn('app', 'alice'),
    aliceOther: await logIn('other', 'alice'),
    bobApp: await logIn('app', 'bob'),
  }
  assert.equal((await list('--account', 'alice')).length, 3)
  assert.equal((await list('--client', 'app')).length, 3)
  assert.deepEqual(await place.json('grant', 'list', '--client', 'app'), await list('--client', 'app'))
  const both = await list('--account', 'alice', '--client', 'app')
  assert.equal(both.length, 2)
  assert.deepEqual(Object.keys(both[0] ?? {}).sort(), [
    'account',
    'client_id',
    'created_at',
    'expires_at',
    'id',
    'last_used_at',
    'rights',
  ])
  assert.match(String(both[0]?.created_at), /^\d{4}-.*Z$/)

  await place.json('authorization', 'revoke', String(both[0]?.id))
  assert.ok(await withinASecond(async () => !(await isActive('app', held.aliceApp2))))
  assert.ok(await isActive('app', held.aliceApp))
  assert.match((await place.run(['authorization', 'revoke', String(both[0]?.id), ...on])).stderr, /does not exist/)

  const some = ['authorization', 'revoke', '--account', 'alice', '--client', 'app']
  assert.match((await place.run([...some, ...on])).stderr, /confirm it with --yes/)
  assert.deepEqual(await place.json(...some, '--yes'), { revoked: { authorizations: 1 } })
  assert.ok(await withinASecond(async () => !(await isActive('app', held.aliceApp))))
  assert.ok(await isActive('other', held.aliceOther))
  assert.ok(await isActive('app', held.bobApp))
  assert.equal((await place.run(['authorization', 'revoke', ...on])).code, 2)
  assert.equal((await place.run(['authorization', 'list', ...on])).code, 2)

  const shown = await place.json('account', 'show', 'alice')
  assert.deepEqual(shown.holds, { authorizations: 1, refresh_tokens: 1, sessions: 0 })
  const { stdout } = await place.run(['audit', 'tail', '--type', 'authorization.revoked', ...on])
  assert.equal(stdout.trim().split('\n').length, 2)
  assert.match(stdout, /by command by \S+/)
  await server.stop()
})

test('client update changes single members, keeps the secret and refuses an invalid change', async () => {
  const server = await place.serve()
  const before = await place.json('client', 'show', 'app')
  const token = await logIn('app', 'alice')
  const changed = await place.json('client', 'update', 'app', '--name', 'The App')
  assert.deepEqual(changed, { ...before, client_name: 'The App' })
  assert.ok(await isActive('app', token))
  const wrong = await place.run(['client', 'update', 'app', '--grant-type', 'authorization_code', ...on])
  assert.equal(wrong.code, 1)
  assert.match(wrong.stderr, /redirect_uris/)
  assert.equal((await place.run(['client', 'update', 'app', ...on])).code, 2)
  await place.json('client', 'update', 'app', '--disabled')
  assert.ok(await withinASecond(async () => (await logIn('app', 'alice')).error === 'invalid_client'))
  await place.json('client', 'update', 'app', '--no-disabled')
  assert.ok(await withinASecond(async () => (await logIn('app', 'alice')).error === undefined))
  await place.json(
    'client',
    'update',
    'app',
    '--name',
    '',
    '--no-dangerously-allow-password',
    '--grant-type',
    'client_credentials',
  )
  const after = await place.json('client', 'show', 'app')
  assert.equal(after.client_name, undefined)
  assert.deepEqual(after.grant_types, ['client_credentials'])
  await server.stop()
})

test('an API and an account are shown and changed', async () => {
  const api = await place.json('api', 'update', contacts.identifier, '--token-format', 'opaque', '--scope', 'read=Read')
  assert.equal(api.token_format, 'opaque')
  assert.deepEqual(await place.json('api', 'show', contacts.identifier), api)
  assert.match((await place.run(['api', 'show', contacts.identifier, ...on])).stdout, /token format +opaque/)
  assert.equal((await place.run(['api', 'update', contacts.identifier, '--token-format', 'paper', ...on])).code, 1)

  await place.json('account', 'update', 'bob', '--email', 'bob@example.com', '--email-verified')
  assert.equal((await place.json('account', 'show', 'bob')).email_verified, true)
  await place.json('account', 'update', 'bob', '--email', 'bob@example.org')
  const bob = await place.json('account', 'show', 'bob')
  assert.equal(bob.email, 'bob@example.org')
  assert.equal(bob.email_verified, undefined, 'another address is not verified')
  assert.equal((await place.run(['account', 'update', 'bob', '--email', 'nowhere', ...on])).code, 1)
})

test('the sessions of an account are listed, and revoked one by one or all at once', async () => {
  assert.equal((await place.json('session', 'list', '--account', 'bob')).length, 0)
  assert.match((await place.run(['session', 'revoke', 'unknown', '--account', 'bob', ...on])).stderr, /has no session/)
  assert.deepEqual(await place.json('session', 'revoke', '--account', 'bob'), {
    account: 'bob',
    revoked: { sessions: 0 },
  })
})

test('session list shows the browsers of an account, and session revoke ends one or all of them', async () => {
  const server = await place.serve()
  const alice = { username: 'alice', password: 'wonderland at noon' }
  const signIn = async () => {
    const browser = createBrowser()
    const page = await browser.open(`${place.issuer}/login`)
    assert.equal((await browser.submit(page, 'username', alice)).status, 303)
    return async () => (await browser.open(`${place.issuer}/keys`)).status === 200
  }
  const isSignedIn = [await signIn(), await signIn(), await signIn()]
  const count = async () => (await Promise.all(isSignedIn.map((one) => one()))).filter(Boolean).length
  const sessions = async () =>
    (await place.json('session', 'list', '--account', 'alice')) as unknown as readonly Readonly<
      Record<string, unknown>
    >[]
  const listed = await sessions()
  assert.equal(listed.length, 3)
  assert.deepEqual(Object.keys(listed[0] ?? {}).sort(), [
    'account',
    'authenticated_at',
    'expires_at',
    'id',
    'last_seen_at',
    'user_agent',
  ])
  const text = await place.run(['session', 'list', '--account', 'alice', ...on])
  assert.ok(text.stdout.includes(String(listed[0]?.id)))
  const first = ['session', 'revoke', String(listed[0]?.id), '--account', 'alice']
  assert.deepEqual(await place.json(...first), { account: 'alice', revoked: { sessions: 1 } })
  assert.ok(await withinASecond(async () => (await count()) === 2))
  assert.match((await place.run([...first, ...on])).stderr, /has no session/)
  assert.match(
    (await place.run(['session', 'revoke', ...first.slice(2, 3), '--account', 'bob', ...on])).stderr,
    /has no/,
  )
  await place.json('session', 'revoke', '--account', 'alice')
  assert.ok(await withinASecond(async () => (await count()) === 0))
  assert.equal((await sessions()).length, 0)
  await server.stop()
})

test('remove asks for confirmation on a terminal, and removes nothing unless the reply is yes', {
  skip: withoutTerminal,
}, async () => {
  await place.json('client', 'add', 'asked', '--scope', 'read')
  const remove = (reply: string) => {
    const command = ['client', 'remove', 'asked', ...on].map((one) => `'${one}'`).join(' ')
    const { stdout, status } = spawnSync(
      'script',
      ['-qec', `'${process.execPath}' '${binary}' ${command}`, '/dev/null'],
      {
        input: `${reply}\n`,
        encoding: 'utf8',
      },
    )
    return { stdout, status }
  }
  const refused = remove('no')
  assert.match(refused.stdout, /This will remove client asked.*Type yes to continue/)
  assert.equal(refused.status, 1)
  assert.equal((await place.json('client', 'show', 'asked')).client_id, 'asked')
  assert.equal(remove('yes').status, 0)
  assert.match((await place.run(['client', 'show', 'asked', ...on])).stderr, /does not exist/)
})
