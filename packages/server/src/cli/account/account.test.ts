import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace, withinASecond } from '../../testing/cli.ts'

const client = {
  client_id: 'old',
  client_secret: 'a-secret-that-is-long-enough',
  grant_types: ['password'],
  scope: 'read',
  dangerously: { allowPassword: true },
}
const place = await createPlace({
  apis: [
    { identifier: 'https://contacts.example.com', name: 'Contacts', tokenFormat: 'opaque', scopes: [{ name: 'read' }] },
  ],
  clients: [client],
})
const on = ['--config', place.file]
const password = 'correct horse battery'
const basic = { authorization: `Basic ${btoa(`old:${client.client_secret}`)}` }

function post(path: string, fields: Record<string, string>): Promise<Response> {
  return fetch(place.issuer + path, { method: 'POST', headers: basic, body: new URLSearchParams(fields) })
}

function logIn(username: string, secret: string): Promise<Response> {
  return post('/token', { grant_type: 'password', username, password: secret, scope: 'read' })
}

test('an account that is added, disabled or enabled takes effect on a running server within a second', async () => {
  const server = await place.serve()
  const added = await place.run(['account', 'add', 'alice', '--password-stdin', ...on], { input: `${password}\n` })
  assert.equal(added.code, 0, added.stderr)
  const token = String((await (await logIn('alice', password)).json()).access_token)
  const isActive = async () => (await (await post('/introspect', { token })).json()).active === true
  assert.ok(await isActive())

  assert.equal((await place.run(['account', 'disable', 'alice', ...on])).code, 0)
  assert.ok(await withinASecond(async () => !(await isActive())))
  assert.equal((await logIn('alice', password)).status, 400)
  const explained = await place.run(['token', 'explain', token, ...on])
  assert.equal(explained.code, 1)
  assert.match(explained.stdout, /not active: its account alice is disabled/)

  assert.match((await place.run(['account', 'disable', 'alice', ...on])).stdout, /already/)
  await place.json('account', 'enable', 'alice')
  assert.ok(await withinASecond(isActive))

  const { password: made } = await place.json('account', 'set-password', 'alice', '--generate-password')
  assert.equal((await logIn('alice', String(made))).status, 200)
  assert.equal((await logIn('alice', password)).status, 400)
  await place.json('account', 'remove', 'alice', '--yes')
  assert.equal((await place.json('account', 'list')).length, 0)
  await server.stop()
})

test('a required second factor takes effect at the next login of the account, until it is required no longer', async () => {
  const server = await place.serve()
  await place.run(['account', 'add', 'dora', '--password-stdin', ...on], { input: `${password}\n` })
  assert.equal((await logIn('dora', password)).status, 200)
  const required = await place.json('account', 'require-second-factor', 'dora')
  assert.deepEqual(required, { username: 'dora', second_factor_required: true })
  const refused = await logIn('dora', password)
  assert.equal(refused.status, 400)
  assert.match(String((await refused.json()).error_description), /second factor/)
  await place.json('account', 'require-second-factor', 'dora', '--off')
  assert.equal((await logIn('dora', password)).status, 200)
  const unknown = await place.run(['account', 'require-second-factor', 'nobody', ...on])
  assert.equal(unknown.code, 1)
  const events = (await place.run(['audit', 'tail', '--account', 'dora', '--json', ...on])).stdout
  assert.match(events, /account\.second-factor-required/)
  assert.match(events, /account\.second-factor-optional/)
  await server.stop()
})

test('a password is read from the environment or standard input, never from an argument, and a short one is refused', async () => {
  const add = ['account', 'add', 'bob', ...on]
  assert.deepEqual((await place.run(add)).code, 2)
  assert.equal((await place.run([...add, '--password', password])).code, 2)
  assert.match((await place.run([...add, '--password-stdin'], { input: 'short' })).stderr, /8 to 1000 characters/)
  assert.equal((await place.run(add, { env: { VALETKEY_PASSWORD: password } })).code, 0)
  assert.match((await place.run(add, { env: { VALETKEY_PASSWORD: password } })).stderr, /already exists/)
  assert.match((await place.run(['account', 'disable', 'nobody', ...on])).stderr, /account nobody does not exist/)
})

test('further claims are set and removed by command, and shown; each stays until its own line of the file changes', async () => {
  const own = await createPlace()
  const carol = { username: 'carol', password, claims: { roles: ['staff'], team: 'blue' } }
  const apply = async (claims: object) => {
    own.write({ apis: [], accounts: [{ ...carol, claims }] })
    const ran = await own.run(['apply', own.file])
    assert.equal(ran.code, 0, ran.stderr)
    return ran.stderr
  }
  const claimsOf = async () => {
    const { roles, team, department } = await own.json('account', 'show', 'carol')
    return { roles, team, department }
  }
  await apply(carol.claims)
  const set = ['--claim', 'roles=["admin"]', 'department=Sales', '--remove-claim', 'team']
  await own.json('account', 'update', 'carol', ...set)
  assert.deepEqual(await claimsOf(), { roles: ['admin'], team: undefined, department: 'Sales' })
  const shown = await own.run(['account', 'show', 'carol', '--config', own.file])
  assert.match(shown.stdout, /roles\s+\["admin"\]/)
  assert.match(shown.stdout, /department\s+Sales/)

  assert.match(await apply({ roles: ['staff'], team: 'red' }), /account carol: roles is left as a command set it/)
  assert.deepEqual(await claimsOf(), { roles: ['admin'], team: 'red', department: 'Sales' })
  await apply({ roles: ['boss'], team: 'red' })
  assert.deepEqual(await claimsOf(), { roles: ['boss'], team: 'red', department: 'Sales' })
  await apply({ team: 'red' })
  assert.deepEqual(await claimsOf(), { roles: undefined, team: 'red', department: 'Sales' })

  for (const [claim, words] of [
    ['sub=bob', /claims\.sub must have another name/],
    ['email=x@example.com', /claims\.email must be a member of the account itself/],
    ['=x', /write NAME=VALUE/],
    ['email=null', /claims\.email must be a member of the account itself/],
    ['__proto__={"admin":true}', /claims\.__proto__ must have another name/],
    ['roles=[admin]', /--claim roles=\[admin\]: the value is not valid JSON: quote the whole argument/],
    ['--remove-claim email', /claims\.email must be a member of the account itself/],
    ['--remove-claim departmnet', /it has no further claim departmnet to remove; its further claims: team, department/],
  ] as const) {
    const option = claim.startsWith('--') ? claim.split(' ') : ['--claim', claim]
    const ran = await own.run(['account', 'update', 'carol', ...option, '--config', own.file])
    assert.notEqual(ran.code, 0)
    assert.match(ran.stderr, words)
  }
})
