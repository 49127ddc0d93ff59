import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { createPasswordHasher } from '../../accounts/passwords/hasher.ts'
import { hashGeneratedSecret } from '../../oauth/client-authentication/client-secrets.ts'
import { type Answer, contacts, createPlace } from '../../testing/cli.ts'

const alice = { username: 'alice', password: 'correct horse battery', name: 'Alice' }
const web = {
  client_id: 'web',
  client_secret: 'first-secret-0123456789abcdefghijklmnopqrstuvwxyz',
  redirect_uris: ['https://app.example.com/cb'],
  scope: 'read',
}
const place = await createPlace()
const hasher = createPasswordHasher()

function column(sql: string): string {
  const database = new DatabaseSync(place.database, { readOnly: true })
  const row = database.prepare(sql).get()
  database.close()
  return String(Object.values(row ?? {})[0])
}

const isPassword = (text: string) =>
  hasher.verify(column("select password_hash from account where username = 'alice'"), text)
async function isSecret(text: string): Promise<boolean> {
  const hash = column("select secret_hash from client where id = 'web'")
  return hash.startsWith('$') ? hasher.verify(hash, text) : hash === hashGeneratedSecret(text)
}
const isDisabled = (table: string) => column(`select disabled from ${table}`) === '1'

async function apply(members: object, ...args: readonly string[]) {
  place.write({ apis: [contacts], ...members })
  const ran = await place.run(['apply', place.file, ...args])
  assert.equal(ran.code, 0, ran.stderr)
  return ran
}

test('editing another line keeps and reports the password, secret and disabled state that a command set', async () => {
  await apply({ clients: [web], accounts: [alice] })
  await place.run(['account', 'set-password', 'alice', '--password-stdin', '--config', place.file], {
    input: 'set by a command',
  })
  await place.json('account', 'disable', 'alice')
  const { client_secret: rotated } = (await place.json('client', 'rotate-secret', 'web')) as Answer & {
    readonly client_secret: string
  }
  const edited = { clients: [{ ...web, client_name: 'Web' }], accounts: [{ ...alice, name: 'Alice Adams' }] }
  for (const args of [['--dry-run'], []] as const) {
    const { stdout, stderr } = await apply(edited, ...args)
    const [first] = stdout.split('\nin the database')
    const verb = args.length === 0 ? 'changed' : 'would change'
    assert.equal(
      first,
      `${verb} client web\n  client_name: nothing → "Web"\n${verb} account alice\n  name: "Alice" → "Alice Adams"`,
    )
    for (const what of ['client web: client_secret', 'account alice: password', 'account alice: disabled'])
      assert.ok(stderr.includes(`note: ${what} is left as a command set it`), stderr)
  }
  assert.ok(await isPassword('set by a command'))
  assert.ok(await isSecret(rotated))
  assert.ok(isDisabled('account'))

  const { stdout } = await apply({
    clients: [{ ...web, client_secret: 'third-secret-0123456789abcdefghijklmnopqrstuvwxyz' }],
    accounts: [{ ...alice, password: 'said by the file' }],
  })
  assert.match(stdout, /client_secret/)
  assert.match(stdout, /password/)
  assert.ok(await isPassword('said by the file'))
  assert.ok(await isSecret('third-secret-0123456789abcdefghijklmnopqrstuvwxyz'))
  assert.ok(isDisabled('account'))
  await apply({ accounts: [{ ...alice, password: 'said by the file', disabled: false }] })
  assert.ok(!isDisabled('account'), 'the file says so, and did not before')
})

test('adding or removing disabled: true in the file takes effect', async () => {
  await apply({ accounts: [{ ...alice, disabled: true }] })
  await place.json('account', 'enable', 'alice')
  await apply({ accounts: [{ ...alice, disabled: true, name: 'A' }] })
  assert.ok(!isDisabled('account'), 'a command enabled it since')
  await apply({ accounts: [{ ...alice, name: 'A' }] })
  await apply({ accounts: [{ ...alice, disabled: true, name: 'A' }] })
  assert.ok(isDisabled('account'))
  await apply({ accounts: [{ ...alice, name: 'A' }] })
  assert.ok(!isDisabled('account'))
})

test('an entry removed from the file and added again keeps the changes made by commands', async () => {
  await apply({ accounts: [alice] })
  await place.run(['account', 'set-password', 'alice', '--password-stdin', '--config', place.file], {
    input: 'set by a command again',
  })
  await place.json('account', 'disable', 'alice')
  for (const wasDisabled of [true, false]) {
    if (!wasDisabled) await place.json('account', 'enable', 'alice')
    assert.match((await apply({ accounts: [] })).stdout, /^disabled account alice\n/)
    assert.ok(isDisabled('account'))
    await apply({ accounts: [alice] })
    assert.equal(isDisabled('account'), wasDisabled)
    assert.ok(await isPassword('set by a command again'))
  }
  await apply({ accounts: [] })
  await place.json('account', 'enable', 'alice')
  await place.json('account', 'disable', 'alice')
  await apply({ accounts: [alice] })
  assert.ok(isDisabled('account'), 'a command disabled it after it had left')
})

test('fingerprints of an older release are migrated without undoing changes', async () => {
  await apply({ clients: [web], accounts: [{ ...alice, disabled: false }] })
  await place.run(['account', 'set-password', 'alice', '--password-stdin', '--config', place.file], {
    input: 'set before the upgrade',
  })
  await place.json('account', 'disable', 'alice')
  const { client_secret: rotated } = (await place.json('client', 'rotate-secret', 'web')) as Answer & {
    readonly client_secret: string
  }
  const older = () => {
    const database = new DatabaseSync(place.database)
    for (const table of ['api', 'client', 'account'])
      database.exec(`update ${table} set source_file = null, source_members = null`)
    database.close()
  }
  older()
  await apply({ clients: [web], accounts: [{ ...alice, disabled: false }] })
  older()
  const { stderr } = await apply({ clients: [{ ...web, client_name: 'W' }], accounts: [{ ...alice, name: 'B' }] })
  assert.match(stderr, /note: account alice: password is left as it is in the database: the release before/)
  assert.ok(await isPassword('set before the upgrade'))
  assert.ok(await isSecret(rotated))
  assert.ok(isDisabled('account'))
  assert.match(column('select claims from account'), /"B"/)
})

test('changes made later by an older release are detected, and its lines count as unknown', async () => {
  await apply({ clients: [web], accounts: [alice] })
  const database = new DatabaseSync(place.database)
  database.exec("update account set source_digest = 'of another release', password_hash = 'by it'")
  database.close()
  await apply({ clients: [web], accounts: [{ ...alice, name: 'C' }] })
  assert.equal(column('select password_hash from account'), 'by it')
})
