import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { contacts, createPlace } from '../../testing/cli.ts'

const alice = { username: 'alice', password: 'correct horse battery' }
const web = {
  client_id: 'web',
  client_secret: 'a-secret-that-is-long-enough',
  redirect_uris: ['https://app.example.com/cb'],
  scope: 'read',
}
const file = { apis: [contacts], clients: [web], accounts: [alice] }
const place = await createPlace(file)
const inDatabase = `in the database ${place.database}\n`
const apply = (...args: readonly string[]) => place.run(['apply', place.file, ...args])

test('a dry run shows what would be added, and creates nothing', async () => {
  const { code, stdout } = await apply('--dry-run')
  assert.equal(code, 0)
  const added = ['api https://contacts.example.com', 'client web', 'account alice'].map((one) => `would add ${one}\n`)
  assert.equal(stdout, `${added.join('')}${place.database} does not exist and would be created\n`)
  assert.ok(!existsSync(place.database) && !existsSync(`${place.database}.secret`))
})

test('applying the same file twice changes nothing', async () => {
  const first = await apply()
  assert.match(first.stdout, /added client web/)
  assert.ok(first.stdout.endsWith(`\nin the new database ${place.database}\n`), first.stdout)
  assert.equal((await apply()).stdout, `nothing to change: the database matches the file\n${inDatabase}`)
  assert.deepEqual(JSON.parse((await apply('--json')).stdout), {
    dry_run: false,
    database: place.database,
    made: false,
    changes: [],
  })
})

test('apply changes only what differs, and reports it without secrets', async () => {
  const changed = { ...web, scope: 'read more', client_secret: 'another-secret-that-is-long' }
  place.write({ ...file, clients: [changed], accounts: [{ ...alice, password: 'another long password' }] })
  for (const [args, verb] of [
    [['--dry-run'], 'would change'],
    [[], 'changed'],
  ] as const) {
    const { stdout } = await apply(...args)
    const expected = `${verb} client web\n  scope: "read" → "read more"\n  client_secret\n${verb} account alice\n  password\n${inDatabase}`
    assert.equal(stdout, expected)
  }
  assert.match((await apply()).stdout, /nothing to change/)
})

test('lists are compared entry by entry, and secrets are never shown', async () => {
  const second = await createPlace({ apis: [contacts], clients: [web] })
  await second.run(['apply', second.file])
  const redirect_uris = ['https://app.example.com/new']
  second.write({
    apis: [{ ...contacts, scopes: [...contacts.scopes, { name: 'create', description: 'Add' }] }],
    clients: [{ ...web, redirect_uris, client_secret: 'another-secret-that-is-long' }],
  })
  const { stdout } = await second.run(['apply', second.file, '--dry-run'])
  assert.match(stdout, /^ {2}scopes: \+ {"name":"create","description":"Add"}$/m)
  assert.match(stdout, /^ {2}redirect_uris: \+ https:\/\/app\.example\.com\/new − https:\/\/app\.example\.com\/cb$/m)
  assert.match(stdout, /^ {2}client_secret$/m)
  assert.doesNotMatch(stdout, /that-is-long/)
})

test('an invalid entry is reported with its file and line', async () => {
  const yaml = path.join(place.folder, 'wrong.yaml')
  writeFileSync(
    yaml,
    [
      'clients:',
      '  - client_id: a',
      '    redirect_uris: [https://a.example/#x]',
      '  - client_id: b',
      '    grant_types: [x]',
    ].join('\n'),
  )
  const { code, stderr } = await place.run(['apply', yaml, '--config', place.file])
  assert.equal(code, 1)
  assert.match(stderr, /^.*wrong\.yaml:3: clients: a: redirect_uris: .* fragment/m)
  assert.match(stderr, /^.*wrong\.yaml:5: clients: b: grant_types: x is not served/m)
})

test('a dry run of a file without entries on a new database does not contradict itself', async () => {
  const empty = await createPlace({})
  assert.equal(
    (await empty.run(['apply', empty.file, '--dry-run'])).stdout,
    `nothing to add: the file names no entries\n${empty.database} does not exist and would be created\n`,
  )
})

test('an account that a command disabled stays disabled when the unchanged file is applied again', async () => {
  await place.json('account', 'disable', 'alice')
  await apply()
  assert.deepEqual(((await place.json('account', 'list')) as unknown as { disabled: boolean }[])[0]?.disabled, true)
})

test('entries removed from the file are removed, accounts are disabled instead, and entries added by a command stay', async () => {
  await place.json('client', 'add', 'mine')
  await place.json('account', 'enable', 'alice')
  place.write({ apis: [contacts], clients: [], accounts: [] })
  assert.equal((await apply()).stdout, `disabled account alice\nremoved client web\n${inDatabase}`)
  const clients = (await place.json('client', 'list')) as unknown as { client_id: string }[]
  assert.deepEqual(
    clients.map((one) => one.client_id),
    ['mine'],
  )
  assert.match((await apply()).stdout, /nothing to change/)
})

test('a section that the file lacks is left alone: a file of clients removes no account and no API', async () => {
  const fresh = await createPlace({
    apis: [contacts],
    clients: [],
    accounts: [{ username: 'bob', password: 'a long password' }],
  })
  await fresh.run(['apply', fresh.file])
  fresh.write({
    clients: [{ client_id: 'job', client_secret: 'a'.repeat(20), grant_types: ['client_credentials'], scope: 'read' }],
  })
  assert.match((await fresh.run(['apply', fresh.file])).stdout, /^added client job\nin the database/)
  fresh.write({ clients: [] })
  assert.match((await fresh.run(['apply', fresh.file])).stdout, /^removed client job\nin the database/)
})

test('a file without a database setting creates no database unless one is named', async () => {
  const folder = mkdtempSync(path.join(place.folder, 'elsewhere-'))
  const piece = path.join(folder, 'registration.yaml')
  writeFileSync(piece, JSON.stringify({ clients: [web] }))
  const run = (...args: readonly string[]) => place.run(['apply', piece, ...args], { cwd: folder })
  for (const args of [[], ['--dry-run']]) {
    const { code, stderr, stdout } = await run(...args)
    assert.equal(code, 1)
    assert.match(stderr, /names no database, and \.\/valetkey\.db does not exist: .*--config FILE.*--database URL/)
    assert.equal(stdout, '')
    assert.deepEqual(readdirSync(folder), ['registration.yaml'])
  }
  assert.match(
    (await run('--config', place.file)).stdout,
    new RegExp(`added client web\nin the database ${place.database}\n`),
  )
  assert.match((await run('--database', 'sqlite:./valetkey.db')).stdout, /in the new database \.\/valetkey\.db\n/)
  assert.match((await run()).stdout, /^nothing to change.*\nin the database \.\/valetkey\.db\n/)
})

test('a complete file without a database setting is applied to the default database', async () => {
  const folder = mkdtempSync(path.join(place.folder, 'first-'))
  writeFileSync(path.join(folder, 'first.yaml'), JSON.stringify({ issuer: place.issuer, ...file }))
  const { code, stdout } = await place.run(['apply', 'first.yaml'], { cwd: folder })
  assert.equal(code, 0)
  assert.match(stdout, /added client web\nadded account alice\nin the new database \.\/valetkey\.db\n$/)
})

test('an invalid file or a wrong secret is refused before anything changes', async () => {
  place.write({ ...file, cleints: [] })
  const wrong = await apply()
  assert.equal(wrong.code, 1)
  assert.match(wrong.stderr, /cleints is not a known key; did you mean clients\?/)
  assert.equal((await place.run(['apply', 'absent.yaml'])).code, 1)
  assert.equal((await place.run(['apply'])).code, 2)

  place.write({ apis: [contacts] })
  await place.json('signing-keys', 'rotate')
  const other = await place.run(['apply', place.file], { env: { VALETKEY_SECRET: 'quite another secret of ours' } })
  assert.equal(other.code, 1)
  assert.match(other.stderr, /the secret is not the one this database was created with/)
})
