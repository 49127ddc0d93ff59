import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseError, openDatabase } from './open-database.ts'
import { checkServer, refuseOldServer } from './storage/check-server.ts'
import { onEachEngine } from './storage/engines.testing.ts'

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

  test('a PostgreSQL database that cannot be used is refused in a sentence that names the mend, without the password', async () => {
    await (await openDatabase(url, Date.now())).close()
    const { Client } = await import('pg')
    const owner = new Client(url)
    await owner.connect()
    await owner.query("create role guest login password 'open sesame'; create role nobody")
    await owner.end()
    const empty = create('empty')
    const cases: readonly (readonly [string, RegExp])[] = [
      [changed((one) => (one.pathname = '/absent')), /there is no database absent; make it with createdb absent/],
      [changed((one) => (one.username = 'stranger')), /refuses user stranger or the password; mend them in the URL/],
      [changed((one) => (one.port = '1')), /nothing listens at 127\.0\.0\.1:1; start PostgreSQL there/],
      [changed((one) => (one.hostname = 'db.invalid')), /host db\.invalid.*; mend it in the URL/],
      ['postgres://a:b%zz@[/x', /it is not a URL; write postgres:\/\/USER/],
      [
        empty.replace(/\/\/\w+@/, '//guest:open%20sesame@'),
        /user guest lacks a right; make it the owner of the database: ALTER DATABASE empty OWNER TO guest/,
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

  test('a clock that is off by more than a minute against the database is refused', async () => {
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

test('PostgreSQL before 15 is refused; engines that speak its protocol have numbers of their own', () => {
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
