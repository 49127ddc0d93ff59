import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { contacts, createPlace, type Place } from '../../testing/cli.ts'

const machine = { client_secret: 'a-secret-that-is-long-enough', grant_types: ['client_credentials'], scope: 'read' }
const job = (client_id: string) => ({ ...machine, client_id })
const bob = { username: 'bob', password: 'builder of bridges' }

/** Writes another file next to the server's and applies it. */
async function applyOther(place: Place, name: string, members: object, ...args: readonly string[]) {
  const file = path.join(place.folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(members))
  return place.run(['apply', file, '--config', place.file, ...args])
}

async function clientsOf(place: Place): Promise<readonly string[]> {
  const clients = (await place.json('client', 'list')) as unknown as readonly { readonly client_id: string }[]
  return clients.map((one) => one.client_id)
}

test('each file changes and removes only its own entries', async () => {
  const place = await createPlace({ apis: [contacts], clients: [job('one'), job('two')], accounts: [bob] })
  await place.run(['apply', place.file])
  const first = await applyOther(place, 'clients.yaml', { clients: [job('three'), job('four')], accounts: [] })
  assert.equal(first.stdout.split('\n')[0], 'added client three')
  assert.deepEqual([first.code, await clientsOf(place)], [0, ['four', 'one', 'three', 'two']])

  const second = await applyOther(place, 'clients.yaml', { clients: [job('three')] })
  assert.match(second.stdout, /^removed client four\nin the database/)
  place.write({ apis: [contacts], clients: [job('one')], accounts: [bob] })
  assert.match((await place.run(['apply', place.file])).stdout, /^removed client two\nin the database/)
  assert.deepEqual(await clientsOf(place), ['one', 'three'])
  const served = await place.serve()
  await served.stop()
  assert.deepEqual(await clientsOf(place), ['one', 'three'])
})

test('a file is identified by its base name in any folder, or by the name it contains', async () => {
  const place = await createPlace({ apis: [contacts], clients: [] })
  await place.run(['apply', place.file])
  await applyOther(place, 'here/clients.yaml', { clients: [job('one')] })
  assert.match((await applyOther(place, 'there/clients.yaml', { clients: [] })).stdout, /^removed client one\n/)

  await applyOther(place, 'a.yaml', { source: 'team a', clients: [job('one')] })
  assert.match((await applyOther(place, 'b.yaml', { source: 'team a', clients: [] })).stdout, /^removed client one\n/)
})

test('a different file of the same name is refused, unless removing the entries of the first is requested', async () => {
  const place = await createPlace({ apis: [contacts], clients: [job('zero')] })
  await place.run(['apply', place.file])
  await applyOther(place, 'a/clients.yaml', { clients: [job('one'), job('two')] })
  const other = await applyOther(place, 'b/clients.yaml', { clients: [job('three')] })
  assert.equal(other.code, 1)
  assert.match(other.stderr, /clients: none of the 2 entries that came from a file called clients\.yaml is in this one/)
  const own = await applyOther(place, `b/${path.basename(place.file)}`, { clients: [job('three')] })
  assert.equal(own.code, 1)
  assert.match(own.stderr, /have the same name/)
  assert.deepEqual(await clientsOf(place), ['one', 'two', 'zero'])
  await applyOther(place, 'b/clients.yaml', { clients: [job('three')] }, '--remove')
  assert.deepEqual(await clientsOf(place), ['three', 'zero'])
})

test('an entry that another file already contains is refused, naming both files and the line', async () => {
  const place = await createPlace({ apis: [contacts], clients: [job('one')], accounts: [bob] })
  const before = await applyOther(place, 'more.yaml', { clients: [job('one')] })
  assert.match(before.stderr, /more\.yaml:1: clients: one is in valetkey\.yaml, too: remove it from one of them/)
  await place.run(['apply', place.file])
  place.write({})
  for (const [members, what] of [
    [{ apis: [contacts] }, 'api https://contacts.example.com'],
    [{ clients: [job('two'), job('one')] }, 'client one'],
    [{ accounts: [{ username: 'BOB' }] }, 'account bob'],
  ] as const) {
    const { code, stderr } = await applyOther(place, 'more.yaml', members)
    assert.equal(code, 1)
    assert.ok(
      stderr.includes(`more.yaml:1: ${what} is an entry of the file valetkey.yaml, and this one is more.yaml`),
      stderr,
    )
    assert.match(stderr, /--adopt; .*write source: valetkey\.yaml in it/)
  }
  assert.deepEqual(await clientsOf(place), ['one'])
})

test('--adopt moves an entry to another file and changes nothing else', async () => {
  const place = await createPlace({ apis: [contacts], clients: [job('one')], accounts: [bob] })
  await place.run(['apply', place.file])
  await place.json('account', 'disable', 'bob')
  place.write({ apis: [contacts] })
  const moved = await applyOther(place, 'more.yaml', { clients: [job('one')], accounts: [bob] }, '--adopt')
  assert.match(moved.stdout, /^nothing to change: /)
  place.write({ apis: [contacts], clients: [], accounts: [] })
  assert.match((await place.run(['apply', place.file])).stdout, /^nothing to change: /)
  assert.deepEqual(await clientsOf(place), ['one'])
  const [account] = (await place.json('account', 'list')) as unknown as readonly { readonly disabled: boolean }[]
  assert.equal(account?.disabled, true)
})

test('entries applied by an older release belong to the server’s own file, unless another file contains them', async () => {
  const place = await createPlace({ apis: [contacts], clients: [job('one'), job('two')], accounts: [bob] })
  await place.run(['apply', place.file])
  const forgetNames = () => {
    const database = new DatabaseSync(place.database)
    for (const table of ['api', 'client', 'account'])
      database.exec(`update ${table} set source_file = null, source_members = null`)
    database.close()
  }
  forgetNames()
  assert.match((await place.run(['apply', place.file])).stdout, /^nothing to change: /)
  forgetNames()
  place.write({ apis: [contacts], accounts: [bob] })
  assert.match((await applyOther(place, 'more.yaml', { clients: [job('one')] })).stdout, /^nothing to change: /)
  assert.deepEqual(await clientsOf(place), ['one', 'two'], 'a further file removes nothing that may be of the first')
  place.write({ apis: [contacts], clients: [], accounts: [bob] })
  assert.match((await place.run(['apply', place.file])).stdout, /^disabled client two\nin the database/)
})

test('APIs of an additional file follow those of the first, and may refer to its clients', async () => {
  const place = await createPlace({ apis: [contacts], clients: [job('one')] })
  await place.run(['apply', place.file])
  const books = { identifier: 'https://a.example.com', name: 'Books', introspectedBy: ['one'] }
  const { stdout, stderr } = await applyOther(place, 'books.yaml', { apis: [books] })
  assert.match(stdout, /^added api https:\/\/a\.example\.com\n/, stderr)
  const apis = (await place.json('api', 'list')) as unknown as readonly { readonly identifier: string }[]
  assert.deepEqual(
    apis.map((one) => one.identifier),
    [contacts.identifier, books.identifier],
  )
  assert.match((await applyOther(place, 'books.yaml', { apis: [books] })).stdout, /^nothing to change/)
})

test('clients of all files share one implied API', async () => {
  const place = await createPlace({ clients: [{ ...job('one'), scope: 'read' }] })
  await place.run(['apply', place.file])
  const other = () => applyOther(place, 'more.yaml', { clients: [{ ...job('two'), scope: 'create' }] })
  assert.match((await other()).stdout, /scopes: .*create/)
  for (const again of [() => place.run(['apply', place.file]), other])
    assert.match((await again()).stdout, /^nothing to change/)
  const [api] = (await place.json('api', 'list')) as unknown as readonly { readonly scopes: readonly object[] }[]
  assert.equal(api?.scopes.length, 2)
})
