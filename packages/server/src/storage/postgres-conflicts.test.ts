import assert from 'node:assert/strict'
import { createServer, type Server, type Socket } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, startPostgres } from '../../../../bench/servers/postgres.ts'
import { Unavailable } from '../oauth/ports.ts'
import type { Database } from './database.ts'
import { openPostgres } from './postgres.ts'
import { createLink, type Link } from './postgres-link.ts'

let cluster: Cluster | undefined
let url = ''
let database: Database
let operator: Link

before(async () => {
  cluster = await startPostgres()
  url = cluster.createDatabase('blocked')
  database = openPostgres(url)
  operator = createLink(url.replace(/blocked$/, 'postgres'))
  await database.execute('create table note (id integer primary key, line text)')
  await database.execute('create table part (note_id integer not null references note (id))')
  await database.execute(`insert into note values (1, 'first')`)
})

after(async () => {
  await database.close()
  await operator.close()
  await cluster?.stop()
})

let next = 100
const insert = () => database.transaction((one) => one.execute(`insert into note values (${next++}, 'other')`))
const change = () => database.transaction((one) => one.execute(`update note set line = 'changed' where id = 1`))

async function timed(work: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work
  return performance.now() - began
}

async function countConnections(name = 'blocked'): Promise<number> {
  const text = `select count(*)::int as count from pg_stat_activity where datname = '${name}'`
  return Object((await operator.query({ text }))[0]).count
}

/** Holds the locks of `sql` while `work` runs. */
async function whileLocked(sql: string, work: () => Promise<void>): Promise<void> {
  const foreign = createLink(url)
  await foreign.query({ text: 'BEGIN' })
  await foreign.further({ text: sql })
  try {
    await work()
  } finally {
    await foreign.further({ text: 'COMMIT' })
    await foreign.close()
  }
}

test('a locked row blocks only the transactions that need it, and a refused transaction is not applied later', async () => {
  await Promise.all([insert(), insert(), change()])
  await database.execute(`update note set line = 'first' where id = 1`)
  const before = await countConnections()
  await whileLocked('select 1 from note where id = 1 for update', async () => {
    for (let round = 0; round < 2; round++) {
      const refused = assert.rejects(
        change(),
        (error) => error instanceof Unavailable && /PostgreSQL refuses/.test(error.message),
      )
      assert.ok((await timed(Promise.all([refused, ...Array.from({ length: 10 }, insert)]))) < 2_400)
    }
    assert.equal(await countConnections(), before + 1, 'no connection is left waiting for the row')
  })
  await database.execute(`select 1 / count(*) from note where id = 1 and line = 'first'`)
})

test('a locked table blocks only the transactions that need it, and does not delay each of them in turn', async () => {
  await database.execute('create table other (line text)')
  await whileLocked('lock table note in share mode', async () => {
    const other = () => database.transaction((one) => one.execute(`insert into other values ('other')`))
    const refused = Array.from({ length: 20 }, () => assert.rejects(insert(), Unavailable))
    const during = [other(), other()]
    const later = sleep(100).then(other)
    assert.ok((await timed(Promise.all([...refused, ...during, later]))) < 4_000)
  })
  await insert()
})

test('a transaction that throws is rolled back, whatever it throws', async () => {
  const refused = database.transaction(async (one) => {
    await one.execute(`update note set line = 'refused' where id = 1`)
    throw new Unavailable('thought better of it')
  })
  await assert.rejects(refused, /thought better/)
  for (let round = 0; round < 4; round++) await insert()
  await database.execute(`select 1 / count(*) from note where id = 1 and line = 'first'`)
})

test('a read blocked by a lock times out, and PostgreSQL stops it too', async () => {
  const hasty = openPostgres(url, 500)
  const read = () => hasty.execute('select 1 from note')
  await Promise.all([read(), read(), read(), read()])
  const before = await countConnections()
  await whileLocked('lock table note in access exclusive mode', async () => {
    for (let round = 0; round < 6; round++) {
      assert.ok((await timed(assert.rejects(read(), Unavailable))) < 1_000)
      await sleep(300)
    }
    assert.ok((await countConnections()) <= before + 1, 'no connection is left waiting for the table')
  })
  await read()
  await hasty.close()
})

test('transactions that conflict repeatedly are refused after a number of tries, without delaying others', async () => {
  const meet = () =>
    database.transaction((one) => one.execute(`do $$ begin raise exception 'met' using errcode = '40001'; end $$`))
  const refused = Array.from({ length: 5 }, () => assert.rejects(meet(), Unavailable))
  assert.ok((await timed(Promise.all(Array.from({ length: 20 }, insert)))) < 1_000)
  await Promise.all(refused)
})

test('a transaction that refers to something missing fails alone, and no connection is lost', async () => {
  const pids = async () =>
    (await operator.query({ text: `select pid from pg_stat_activity where datname = 'blocked' order by pid` })).map(
      (row) => Object(row).pid,
    )
  await Promise.all([insert(), insert(), insert()])
  const before = await pids()
  for (let round = 0; round < 3; round++) {
    const wrong = database.transaction((one) => one.execute('insert into part values (99)'))
    await Promise.all([assert.rejects(wrong, /foreign key/), insert(), insert()])
  }
  assert.deepEqual(await pids(), before)
})

test('a missing right or table is reported as unavailable', async () => {
  await assert.rejects(database.execute('select 1 from gone'), Unavailable)
  await assert.rejects(
    database.transaction((one) => one.execute('insert into gone values (1)')),
    Unavailable,
  )
})

test('statements work without names if a pooler mixes the names up', async () => {
  const link = createLink(url)
  const ask = (id: number) => link.query({ name: 'by_id', text: 'select line from note where id = $1', values: [id] })
  await ask(1)
  await link.query({ text: 'deallocate all' })
  await assert.rejects(ask(1), { name: 'Conflict' })
  assert.deepEqual(await ask(1), [{ line: 'first' }])
  await link.close()
})

test('a database is closed in time while it connects, does not respond or has pending work', async () => {
  const sockets = new Set<Socket>()
  let isSilent = false
  const proxy: Server = createServer((socket) => {
    sockets.add(socket)
    const to = new URL(url)
    const inner = new (socket.constructor as typeof Socket)() // a plain socket
    sockets.add(inner)
    inner.connect(Number(to.port), to.hostname)
    socket.on('data', (data) => isSilent || inner.write(data))
    inner.on('data', (data) => isSilent || socket.write(data))
    for (const one of [socket, inner]) one.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  const address = proxy.address()
  through.port = String(typeof address === 'object' ? address?.port : '')

  const silenced = openPostgres(through.toString())
  await silenced.execute('select 1')
  isSilent = true
  const waiting = Array.from({ length: 5 }, () =>
    assert.rejects(
      silenced.transaction((one) => one.execute('select 1')),
      Unavailable,
    ),
  )
  assert.ok((await timed(silenced.close())) < 1_000)
  await Promise.all(waiting)
  await assert.rejects(
    silenced.transaction((one) => one.execute('select 1')),
    Unavailable,
  )

  isSilent = false
  const before = await countConnections()
  const connecting = openPostgres(url)
  const asked = assert.rejects(connecting.execute('select 1'), Unavailable)
  await connecting.close()
  await asked
  await sleep(300)
  assert.equal(await countConnections(), before)
  for (const socket of sockets) socket.destroy()
  proxy.close()
})
