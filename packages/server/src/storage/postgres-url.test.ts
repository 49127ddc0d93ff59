import assert from 'node:assert/strict'
import { userInfo } from 'node:os'
import { test } from 'node:test'
import { DatabaseError, openDatabase } from './open-database.ts'
import { hostOf, readPostgresUrl } from './postgres-url.ts'
import { onEachEngine } from './testing/engines.ts'

const ownUser = userInfo().username

await onEachEngine('a URL without a user', async ({ create, name }) => {
  if (name !== 'postgres') return
  const url = create('without_user')
  const { Client } = await import('pg')
  const asOwner = async (statement: string) => {
    const owner = new Client(url)
    await owner.connect()
    const { rows } = await owner.query(statement)
    await owner.end()
    return String(Object.values(Object(rows[0]))[0])
  }
  const folder = await asOwner('show unix_socket_directories')
  const { port } = new URL(url)
  const forms = [
    `postgres:///without_user?host=${folder}&port=${port}`,
    `postgres://${encodeURIComponent(folder)}:${port}/without_user`,
    `postgres://127.0.0.1:${port}/without_user`,
  ]

  test('a URL without a user connects as the user of the process, whatever the variable USER contains', async () => {
    const before = process.env.USER
    process.env.USER = 'someone_else'
    try {
      for (const form of forms) {
        await assert.rejects(openDatabase(form, Date.now()), (error) => {
          assert.ok(error instanceof DatabaseError)
          const expected = `it refuses user ${ownUser}, the user of this process since the URL names none; write postgres://USER@HOST/NAME`
          assert.ok(error.message.includes(expected), error.message)
          return true
        })
      }
      await asOwner(`create role "${ownUser}" login superuser`)
      for (const form of forms) await (await openDatabase(form, Date.now())).close()
    } finally {
      if (before === undefined) delete process.env.USER
      else process.env.USER = before
    }
  })

  test('PGUSER is used only for a URL without a user', async () => {
    await asOwner('create role from_environment login superuser')
    process.env.PGUSER = 'from_environment'
    try {
      for (const form of forms) await (await openDatabase(form, Date.now())).close()
      assert.match(readPostgresUrl(forms[0] ?? '').connectionString, /user=from_environment/)
      assert.doesNotMatch(readPostgresUrl(url).connectionString, /from_environment/)
      process.env.PGUSER = 'absent_role'
      await (await openDatabase(url, Date.now())).close()
      await assert.rejects(
        openDatabase(forms[0] ?? '', Date.now()),
        /refuses user absent_role, the user of PGUSER since/,
      )
    } finally {
      delete process.env.PGUSER
    }
  })

  test('a missing socket is reported with its folder', async () => {
    await assert.rejects(
      openDatabase('postgres://%2Fnonexist%2Frun/valetkey', Date.now()),
      /nothing listens at \/nonexist\/run\/\.s\.PGSQL\.5432/,
    )
  })
})

test('the host of a URL is the folder of its socket, or its address with the port', () => {
  const hosts = {
    'postgres://valetkey@%2Fvar%2Frun%2Fpostgresql/valetkey': '/var/run/postgresql',
    'postgres:///valetkey?host=/tmp/x': '/tmp/x',
    'postgres://db.example.com:5433/valetkey': 'db.example.com:5433',
    'postgres://a@[::1]/valetkey': '[::1]',
  }
  for (const [url, host] of Object.entries(hosts)) assert.equal(hostOf(url), host)
})
