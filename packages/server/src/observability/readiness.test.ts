import assert from 'node:assert/strict'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { type AddressInfo, connect, createServer as createNetServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '../secrets/random.ts'
import { createServerSecret } from '../secrets/server-secret.ts'
import { loadSigningKeys } from '../signing-keys/load-signing-keys.ts'
import { tables } from '../storage/copied-tables.ts'
import type { Database } from '../storage/database.ts'
import { migrations } from '../storage/migrations/index.ts'
import { openDatabase, sqliteFile } from '../storage/open-database.ts'
import { createSigningKeyStore } from '../storage/stores/signing-keys.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { createReadiness, type Fault } from './readiness.ts'

const secret = createServerSecret('a secret for tests and for nothing else')
const admin = { note: async () => undefined }

/** A node's readiness checks, and an operator's connection to its database. */
async function createNode(url: string) {
  const database = await openDatabase(url, Date.now())
  const operator = await openDatabase(url, Date.now())
  const signingKeys = createSigningKeyStore(database, admin)
  await loadSigningKeys(Date.now(), { store: signingKeys, secret, random })
  const changes: (readonly Fault[])[] = []
  const ready = createReadiness({
    database,
    file: sqliteFile(url),
    signingKeys,
    secret,
    clock: Date.now,
    auditState: () => ({ waiting: 0, most: 1, dropped: 0, failures: 0, failingSince: undefined }),
    onChange: (faults) => changes.push(faults),
  })
  return {
    operator,
    changes,
    run: (sql: string) => operator.transaction((connection) => connection.execute(sql)),
    /** The failed checks, once the cached results have expired. */
    async wrong(): Promise<readonly string[]> {
      await sleep(1_050)
      const checks = await ready()
      for (const check of checks)
        assert.deepEqual(Object.keys(check).sort(), ['name', 'ok', ...(check.skipped ? ['skipped'] : []), 'text'])
      return checks.filter(({ ok }) => !ok).map(({ name, text }) => `${name}: ${text}`)
    },
    close: () => Promise.all([database.close(), operator.close()]),
  }
}

await onEachEngine('health', ({ name, create }) => {
  test(`${name}: a newer schema that this release cannot run alongside makes a running node not ready`, async () => {
    const node = await createNode(create('newer'))
    const newer = migrations.length + 1
    await node.run(`insert into schema_version values (${newer}, 0)`)
    assert.deepEqual(await node.wrong(), [])
    await node.run(`update setting set value = '${newer}' where name = 'schema: oldest release beside'`)
    assert.match((await node.wrong()).join(), /^schema: is \d+, which this release cannot run with: install the newer/)
    await node.close()
  })

  test(`${name}: any missing table makes the node not ready, and the log has the cause once`, async () => {
    const node = await createNode(create('missing'))
    const asked = ['access_token', 'audit', 'setting']
    for (const table of asked) {
      assert.ok(tables.some((one) => one.name === table))
      await node.run(`alter table ${table} rename to away`)
      for (let twice = 0; twice < 2; twice++)
        assert.match(
          (await node.wrong()).join(),
          /schema: the database does not work as required: every table must exist/,
        )
      await node.run(`alter table away rename to ${table}`)
      assert.deepEqual(await node.wrong(), [])
    }
    const reported = node.changes.map((faults) => faults.map((fault) => `${fault.name} ${fault.cause}`).join('; '))
    assert.equal(reported.length, 6, reported.join('\n'))
    assert.match(reported[0] ?? '', /^schema .*access_token/)
    assert.deepEqual([reported[1], reported[3], reported[5]], ['', '', ''])
    await node.close()
  })

  if (name === 'postgres') {
    test("postgres: an operator's long transaction does not delay readiness", async () => {
      const node = await createNode(create('contended'))
      let end = () => {}
      const held = new Promise<void>((resolve) => (end = resolve))
      const begun = Promise.withResolvers<void>()
      const changing = node.operator.transaction(async (connection) => {
        await connection.execute('update change set counter = counter + 1')
        begun.resolve()
        await held
      })
      await begun.promise
      const started = performance.now()
      assert.deepEqual(await node.wrong(), [])
      assert.ok(performance.now() - started < 1_900, 'without waiting')
      end()
      await changing.catch(() => undefined)
      await node.close()
    })

    test('postgres: an unreachable database is the one cause, and dependent checks are skipped', async () => {
      const url = new URL(create('away'))
      const sockets = new Set<Socket>()
      const way = createNetServer((socket) => {
        const onward = connect(Number(url.port), url.hostname)
        for (const one of [socket, onward]) sockets.add(one.on('error', () => undefined))
        socket.pipe(onward).pipe(socket)
      }).listen(0, '127.0.0.1')
      await once(way, 'listening')
      const { port } = way.address() as AddressInfo // a TCP server has no other kind of address
      const node = await createNode(Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href)
      assert.deepEqual(await node.wrong(), [])
      way.close()
      for (const socket of sockets) socket.destroy()
      await sleep(500)
      assert.deepEqual(await node.wrong(), [
        'database: PostgreSQL: connection refused: start it, or name the right one with `database`',
        ...['writes', 'schema', 'signing keys', 'clock'].map((name) => `${name}: skipped: see \`database\``),
      ])
      assert.deepEqual(
        node.changes.map((faults) => faults.map(({ name }) => name)),
        [['database']],
      )
      await node.close().catch(() => undefined)
    })

    test('postgres: a user without the right to write, or to read a table, is not ready', async () => {
      const url = create('rights')
      const owner: Database = await openDatabase(url, Date.now())
      const run = (sql: string) => owner.transaction((connection) => connection.execute(sql))
      await loadSigningKeys(Date.now(), { store: createSigningKeyStore(owner, admin), secret, random })
      await run("create role slim login password 'slim'")
      await run('grant select on all tables in schema public to slim')
      const node = await createNode(url.replace(/\/\/\w+@/, '//slim:slim@'))
      assert.match((await node.wrong()).join(), /^writes: [^:]*: give it disk space and write permission/)
      await run('grant insert, update, delete on all tables in schema public to slim')
      assert.deepEqual(await node.wrong(), [])
      await run('revoke all on access_token from slim')
      assert.match((await node.wrong()).join(), /^schema: .* needs the right to read and write each/)
      await node.close()
      await owner.close()
    })
  }

  if (name === 'sqlite') {
    test('sqlite: a file that was moved or replaced under a running node makes it not ready', async () => {
      const url = create('moved')
      const file = sqliteFile(url) ?? assert.fail()
      const node = await createNode(url)
      assert.deepEqual(await node.wrong(), [])
      renameSync(file, `${file}.away`)
      assert.match(
        (await node.wrong()).join(),
        /^database: its file is no longer where it was opened.*: stop the server/,
      )
      await (await openDatabase(`sqlite:${file}.other`, Date.now())).close()
      renameSync(`${file}.other`, file)
      assert.match((await node.wrong()).join(), /^database: its file is no longer/)
      renameSync(`${file}.away`, file)
      assert.deepEqual(await node.wrong(), [])
      await node.close()
    })
  }
})
