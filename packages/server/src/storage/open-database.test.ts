import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import { findSnippet } from '../../../../docs/snippets.ts'
import { assertGranted, startServer } from '../testing/server.ts'
import { checkServer, refuseOldServer } from './check-server.ts'
import { migrations } from './migrations/index.ts'
import { DatabaseError, openAsItIs, openDatabase } from './open-database.ts'
import { onEachEngine } from './testing/engines.ts'

async function refusal(url: string): Promise<string> {
  const error = await openDatabase(url, Date.now()).then(
    async (database) => {
      await database.close()
      return undefined
    },
    (one: unknown) => one,
  )
  assert.ok(error instanceof DatabaseError, `${url} was opened`)
  return error.message
}

await onEachEngine('refusals', ({ create, name }) => {
  if (name !== 'postgres') return
  const url = create('refusals')
  const changed = (change: (parsed: URL) => void) => {
    const parsed = new URL(url)
    change(parsed)
    return parsed.toString()
  }

  test('an unusable PostgreSQL database is refused with the fix, without the password', async () => {
    await (await openDatabase(url, Date.now())).close()
    const { Client } = await import('pg')
    const owner = new Client(url)
    await owner.connect()
    await owner.query("create role guest login password 'open sesame'; create role nobody")
    await owner.end()
    const empty = create('empty')
    const cases: readonly (readonly [string, RegExp])[] = [
      [changed((one) => (one.pathname = '/absent')), /there is no database absent; create it with createdb absent/],
      [changed((one) => (one.username = 'stranger')), /refuses user stranger or the password; correct them in the URL/],
      [changed((one) => (one.port = '1')), /nothing listens at 127\.0\.0\.1:1; start PostgreSQL there/],
      [changed((one) => (one.hostname = 'db.invalid')), /host db\.invalid.*; correct it in the URL/],
      ['postgres://a:b%zz@[/x', /it is not a URL; write postgres:\/\/USER/],
      [
        empty.replace(/\/\/\w+@/, '//guest:open%20sesame@'),
        /user guest may not create tables .*; make it the owner of the database: ALTER DATABASE empty OWNER TO guest; or, /,
      ],
    ]
    for (const [wrong, expected] of cases) {
      const started = performance.now()
      const sentence = await refusal(wrong)
      assert.match(sentence, expected)
      assert.doesNotMatch(sentence, /sesame/)
      assert.ok(performance.now() - started < 4000, `${sentence}: in time`)
    }
  })

  async function withOwner(...statements: readonly string[]): Promise<void> {
    const { Client } = await import('pg')
    const owner = new Client(url)
    await owner.connect()
    for (const statement of statements) await owner.query(statement)
    await owner.end()
  }

  test("a user without rights on another user's tables gets the grant or command that the owner has to run", async () => {
    await withOwner('create role slim login')
    const slim = changed((one) => (one.username = 'slim'))
    assert.match(
      await refusal(slim),
      /user slim may not use every table \(.*schema_version\); let the owner .*: GRANT SELECT, .* IN SCHEMA public TO slim$/,
    )
    await withOwner('grant select, insert, update, delete on all tables in schema public to slim')
    await (await openDatabase(slim, Date.now())).close()
    await withOwner(`delete from schema_version where version = ${migrations.length}`)
    assert.match(
      await refusal(slim),
      /user slim may not (change the|create) tables \(.*\); .*run valetkey migrate up as/,
    )
    await withOwner(`insert into schema_version values (${migrations.length}, 0)`)
    await withOwner('revoke connect on database refusals from public')
    assert.match(
      await refusal(slim),
      /user slim may not connect to it; grant it: GRANT CONNECT ON DATABASE refusals TO slim/,
    )
    await withOwner('grant connect on database refusals to public')
  })

  test('a server whose tables another user creates needs only the documented rights', async () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/moving-to-postgresql.md'), 'utf8')
    const rights = findSnippet(page, 'rights.sql').code.replaceAll(/(?<=DATABASE )valetkey\b/g, 'refusals')
    await withOwner('create role valetkey_server login', 'revoke all on database refusals from public', rights)
    await (await openDatabase(url, Date.now())).close()
    await withOwner('create table later (one integer)')
    const server = await startServer(() => ({ database: changed((one) => (one.username = 'valetkey_server')) }))
    const { json } = await server.grant('web')
    assertGranted(await server.refresh('web', json.refresh_token))
    assert.equal((await server.introspect(json.access_token)).active, true)
    await server.restart()
    assert.equal((await server.introspect(json.access_token)).active, true)
    await server.close()
    await withOwner('set role valetkey_server; insert into later values (1); delete from later')
    await withOwner('drop table later', 'grant connect on database refusals to public')
  })

  test('a read-only database that is not a standby gets the settings that make it so, and how to undo them', async () => {
    await withOwner('create role reader login', 'alter role reader set default_transaction_read_only = on')
    assert.match(
      await refusal(changed((one) => (one.username = 'reader'))),
      /it is read-only; if it is a standby, name the primary, else undo .*ALTER ROLE reader RESET default_tr/,
    )
  })

  test('a closed connection, missing TLS and a missing file named in the URL are each reported as such', async () => {
    const proxy = createServer((socket) => socket.once('data', () => socket.end()).on('error', () => undefined))
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    assert.ok(typeof address === 'object' && address !== null)
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        changed((one) => (one.port = String(address.port))),
        /127\.0\.0\.1:\d+ accepts the connection and closes it; if it is a proxy, check that the primary behind it is up/,
      ],
      [`${url}?sslmode=require`, /it does not support TLS; set ssl = on in its postgresql\.conf/],
      [
        `${url}?sslrootcert=/nonexist`,
        /there is no file \/nonexist, or this user may not read it; correct its name in/,
      ],
      [`${url}?host=/nonexist`, /nothing listens at \/nonexist\/\.s\.PGSQL\.\d+;/],
    ]
    try {
      for (const [wrong, expected] of cases) assert.match(await refusal(wrong), expected)
    } finally {
      proxy.close()
    }
  })

  test('a database that is not in UTF8 is refused, also by commands that only read', async () => {
    await withOwner(`create database latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'`)
    const latin = changed((one) => (one.pathname = '/latin'))
    assert.match(
      await refusal(latin),
      /its encoding is LATIN1; name a database in UTF8, created with createdb --template/,
    )
    await assert.rejects(openAsItIs(latin), /its encoding is LATIN1/)
  })

  test("a clock that differs from the database's by more than a minute is refused", async () => {
    const database = await openDatabase(url, Date.now())
    try {
      await checkServer(database, Date.now() + 50_000)
      await assert.rejects(
        checkServer(database, Date.now() + 120_000),
        /clock is 1[12]\d seconds ahead of the database's; set both by NTP/,
      )
      await assert.rejects(
        checkServer(database, Date.now() - 120_000),
        /clock is 1[12]\d seconds behind the database's; set both by NTP/,
      )
    } finally {
      await database.close()
    }
  })
})

test('PostgreSQL before 15 is refused; engines that speak its protocol are not', () => {
  assert.throws(
    () => refuseOldServer('PostgreSQL 14.9 (Debian 14.9-1) on x86_64'),
    /is PostgreSQL 14\.9; .* 15 or newer/,
  )
  for (const version of [
    'PostgreSQL 15.3 (Debian 15.3-0) on x86_64',
    'PostgreSQL 18beta1 on x86_64',
    'PostgreSQL 11.2-YB-2.20.1.0-b0 on x86_64',
    'CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)',
  ]) {
    refuseOldServer(version)
  }
})
