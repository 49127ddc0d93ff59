import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, startPostgres } from '../../../../bench/servers/postgres.ts'
import { Unavailable } from '../oauth/ports.ts'
import type { Database } from './database.ts'
import { openPostgres } from './postgres.ts'

let cluster: Cluster | undefined
let database: Database | undefined
let killer: Database | undefined

before(async () => {
  cluster = await startPostgres()
  database = openPostgres(cluster.createDatabase('faults'))
  killer = openPostgres(cluster.createDatabase('killer'))
  await database.execute('create table note (line text)')
})

after(async () => {
  await database?.close()
  await killer?.close()
  await cluster?.stop()
})

const killAll = `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'faults'`

/** Runs `during` between two statements of one transaction, and returns the transaction's outcome. */
async function insertTwice(during: () => Promise<void>): Promise<unknown> {
  return database?.transaction(async (connection) => {
    await connection.execute(`insert into note values ('first')`)
    await during()
    await connection.execute(`insert into note values ('second')`)
  })
}

const failsUnlessNoteCountIs = (count: number) =>
  `select 1 / (case when count(*) = ${count} then 1 else 0 end) from note`

test('a transaction whose connection breaks between two statements is rolled back completely', async () => {
  const lost = insertTwice(async () => {
    await killer?.execute(killAll)
    await sleep(100)
  })
  await assert.rejects(lost, Unavailable)
  await database?.execute(failsUnlessNoteCountIs(0))
  await insertTwice(async () => {})
  await database?.execute(failsUnlessNoteCountIs(2))
})

test('connections lost during many transactions give Unavailable, and the process keeps running', async () => {
  const outcomes = new Set<string>()
  const write = () =>
    database
      ?.transaction((connection) => connection.execute(`insert into note select 'slow' from pg_sleep(0.01)`))
      .then(
        () => outcomes.add('done'),
        (error) => outcomes.add(error instanceof Unavailable ? 'unavailable' : String(error)),
      )
  for (let round = 0; round < 10; round++) {
    const writes = Array.from({ length: 20 }, write)
    await sleep(5)
    await killer?.execute(killAll)
    await Promise.all(writes)
  }
  outcomes.delete('done')
  assert.deepEqual([...outcomes], ['unavailable'])
  await database?.execute('select 1')
})

test('while one connection cannot be restored, the others take over and no transaction is refused', async () => {
  const work = (count: number) =>
    Array.from({ length: count }, () => [
      database?.execute('select 1'),
      database?.transaction((connection) => connection.execute('select 1 from pg_sleep(0.01)')),
    ]).flat()
  // Connects all four first, because the statement before may have broken some.
  await Promise.allSettled(work(8))
  await sleep(600)
  await Promise.all(work(8))
  const killSome = (kind: string) => `${killAll} and query like '${kind}' limit 1`
  await killer?.execute(`alter database faults allow_connections false`)
  await killer?.execute(killSome('select 1'))
  await killer?.execute(killSome('COMMIT'))
  await sleep(100)
  for (let round = 0; round < 20; round++) {
    await Promise.all(work(2))
    await sleep(20)
  }
  await killer?.execute(`alter database faults allow_connections true`)
})
