import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from 'pg'
import { type Cluster, startPostgres } from '../../../../bench/servers/postgres.ts'
import { toBatchForm } from './batch-form.ts'
import { joinQueries, rowsBatchOf } from './postgres-batches.ts'
import type { Query } from './postgres-link.ts'
import { batchReads } from './postgres-read-batches.ts'

let cluster: Cluster | undefined
let client: Client

before(async () => {
  cluster = await startPostgres()
  client = new Client(cluster.createDatabase('many'))
  await client.connect()
})

after(async () => {
  await client.end()
  await cluster?.stop()
})

const sent: Query[] = []

async function send({ text, values = [] }: Query) {
  sent.push({ text, values })
  return (await client.query<Record<string, unknown>>(text, [...values])).rows
}

async function fill(): Promise<void> {
  sent.length = 0
  await client.query('drop table if exists thing')
  await client.query('create table thing (id text primary key, owner text, size bigint not null, gone_at bigint)')
  await client.query("insert into thing select 'id' || n, 'owner' || n % 3, n, null from generate_series(0, 29) as n")
}

const forms = new Map<string, ReturnType<typeof toBatchForm>>()

/** Runs queries with the batch form that the compiler would have written. */
function together() {
  const ask = batchReads(send, setImmediate)
  return (query: Query) => ask(withForm(query))
}

function withForm(query: Query): Query {
  if (!forms.has(query.text)) forms.set(query.text, toBatchForm(query.text))
  return { ...query, batch: forms.get(query.text) }
}
const without = (rows: readonly unknown[]) => rows.map((row) => ({ ...(row as object), row_of: undefined }))

test('concurrent reads are sent as one statement, and each gets its own rows', async () => {
  await fill()
  const ask = together()
  const read = (id: string) => ask({ text: 'select "id", "size" from "thing" where "id" = $1', values: [id] })
  const answers = await Promise.all(['id3', 'none', 'id3', "a'b\\", 'id29'].map(read))
  assert.deepEqual(
    answers.map((rows) => rows.map((row) => (row as { size: string }).size)),
    [['3'], [], ['3'], [], ['29']],
  )
  assert.equal(sent.length, 1)
})

test('each query in a batch keeps its own order and limit', async () => {
  await fill()
  const ask = together()
  const text = 'select * from "thing" where "owner" = $1 and "size" > $2 order by "size" desc limit 4'
  const owners = ['owner0', 'owner1', 'owner2']
  const each = await Promise.all(owners.map((owner) => ask({ text, values: [owner, 9] })))
  assert.equal(sent.length, 1)
  for (const [at, rows] of each.entries()) {
    assert.equal(rows.length, 4)
    const alone = await send({ text, values: [owners[at] ?? '', 9] })
    assert.deepEqual(without(rows).map(pick), without(alone).map(pick))
  }
})

const pick = (row: unknown) => (row as { id: string }).id

test('concurrent conditional updates are sent as one statement, and each learns whether it changed its row', async () => {
  await fill()
  const ask = together()
  const text = 'update "thing" set "gone_at" = $1 where "id" = $2 and "owner" = $3 and "gone_at" is null returning *'
  const take = (id: string, owner: string) => ask({ text, values: [7, id, owner] })
  const [first, wrong, second] = await Promise.all([
    take('id1', 'owner1'),
    take('id2', 'owner0'),
    take('id4', 'owner1'),
  ])
  assert.equal(sent.length, 1)
  assert.deepEqual(
    [first, wrong, second].map((rows) => rows?.length),
    [1, 0, 1],
  )
  assert.deepEqual(Object.keys(without(first ?? [])[0] ?? {}).sort(), ['gone_at', 'id', 'owner', 'row_of', 'size'])
  const { rows } = await client.query('select id from thing where gone_at = 7 order by id')
  assert.deepEqual(rows, [{ id: 'id1' }, { id: 'id4' }])
})

test('two updates of one row run one after another, and only the first succeeds', async () => {
  await fill()
  const ask = together()
  const take = () =>
    ask({
      text: 'update "thing" set "gone_at" = $1 where "id" = $2 and "gone_at" is null returning "id"',
      values: [7, 'id1'],
    })
  const outcomes = await Promise.all([take(), take(), take()])
  assert.deepEqual(
    outcomes.map((rows) => rows.length),
    [1, 0, 0],
  )
  await Promise.all(
    [1, 2, 3].map(() =>
      ask({ text: 'update "thing" set "size" = "size" + $1 where "id" = $2 returning "id"', values: [1, 'id2'] }),
    ),
  )
  assert.equal((await client.query("select size from thing where id = 'id2'")).rows[0].size, '5')
})

test('NULL and values of each type are returned unchanged', async () => {
  await fill()
  const text = 'update "thing" set "owner" = $1, "gone_at" = $2 where "id" = $3 returning "owner", "gone_at"'
  const ask = together()
  const set = (owner: string | null, goneAt: number | null, id: string) => ask({ text, values: [owner, goneAt, id] })
  const answers = await Promise.all([
    set(null, 1, 'id1'),
    set('x', null, 'id2'),
    set(null, 2, 'id3'),
    set('y', null, 'id4'),
  ])
  assert.deepEqual(
    answers.flatMap((rows) =>
      rows.map((row) => [(row as { owner: unknown }).owner, (row as { gone_at: unknown }).gone_at]),
    ),
    [
      [null, '1'],
      ['x', null],
      [null, '2'],
      ['y', null],
    ],
  )
  assert.equal(sent.length, 2)
})

test('more rows than the batch limit are all processed', async () => {
  await fill()
  const text = 'update "thing" set "size" = $1 where "id" = $2'
  const queries = Array.from({ length: 30 }, (_, at): Query => ({ text, values: [1000, `id${at}`] }))
  const padded = [
    ...queries,
    ...Array.from({ length: 200 }, (_, at): Query => ({ text, values: [1, `no${at}`] })),
  ].reverse()
  const batch = rowsBatchOf(withForm(padded[0] ?? { text }))
  assert.ok(batch)
  for (const query of joinQueries(batch, padded)) await send(query)
  assert.equal((await client.query('select count(*) from thing where size = 1000')).rows[0].count, '30')
})

test('rows are looked up by index even if the table was nearly empty when planned', async () => {
  await fill()
  const plans: string[] = []
  for (const text of [
    'select * from "thing" where "id" = $1',
    'update "thing" set "size" = $1 where "id" = $2 returning "id"',
  ]) {
    const values = text.startsWith('select') ? ['id1'] : [1, 'id1']
    const query = withForm({ text, values })
    const batch = rowsBatchOf(query)
    assert.ok(batch)
    const other = { ...query, values: [...values.slice(0, -1), 'id2'] }
    await client.query(`prepare many as ${joinQueries(batch, [query, other])[0]?.text}`)
    await client.query('set plan_cache_mode = force_generic_plan')
    const list = text.startsWith('select') ? "array['id1','id2']" : "array[1,2], array['id1','id2']"
    const { rows } = await client.query(`explain execute many(${list})`)
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
    await client.query('deallocate many')
  }
  for (const plan of plans) {
    assert.match(plan, /Index Scan using thing_pkey/)
    assert.doesNotMatch(plan, /Seq Scan|Hash Join|Merge Join/)
  }
})

test('a query that cannot be batched is sent alone', () => {
  for (const query of [
    { text: 'delete from "thing" where "id" = $1 returning "id"', values: ['a'] },
    { text: 'select * from "thing"', values: [] },
    { text: 'select * from "thing" where "id" > $1 limit $2', values: ['a', 5] },
    { text: 'select * from "thing" where "size" = $1', values: [0.5] },
    { text: 'update "thing" set "size" = "size" + $1', values: [1] },
    {
      text: 'update "thing" set "size" = $1 where "id" in (select "id" from "other" where "size" = $2)',
      values: [1, 2],
    },
  ]) {
    assert.equal(rowsBatchOf(withForm(query)), undefined, query.text)
  }
})
