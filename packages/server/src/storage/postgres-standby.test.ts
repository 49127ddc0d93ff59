import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, startPostgres } from '../../../../bench/servers/postgres.ts'
import { Unavailable } from '../oauth/ports.ts'
import { createLink, type Link } from './postgres-link.ts'

let cluster: Cluster | undefined
let url = ''
const links: Link[] = []

before(async () => {
  cluster = await startPostgres()
  url = cluster.createDatabase('demoted')
})

after(async () => {
  await Promise.all(links.map((link) => link.close()))
  await cluster?.stop()
})

function link(to = url): Link {
  const made = createLink(to)
  links.push(made)
  return made
}

/** A standby is read-only, and so is a database with this setting; both report it in `transaction_read_only`. */
async function setReadOnly(isReadOnly: boolean): Promise<void> {
  const operator = link(url.replace(/demoted$/, 'postgres'))
  await operator.query({ text: `alter database demoted set default_transaction_read_only = ${isReadOnly}` })
}

async function endConnections(): Promise<void> {
  const operator = link(url.replace(/demoted$/, 'postgres'))
  await operator.query({ text: `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'demoted'` })
}

async function untilAnswered(asked: Link): Promise<void> {
  for (let left = 40; ; left--) {
    try {
      await asked.query({ text: 'select 1' })
      return
    } catch (error) {
      if (left === 0) throw error
      await sleep(50)
    }
  }
}

test('a standby is not read from, because its data may be old', async () => {
  const reader = link()
  await reader.query({ text: 'select 1' })
  await setReadOnly(true)
  await endConnections()
  await sleep(50)
  await assert.rejects(reader.query({ text: 'select 1' }), Unavailable)
  await assert.rejects(link().query({ text: 'select 1' }), Unavailable)
  await setReadOnly(false)
  await untilAnswered(reader)
})

test('a primary that becomes read-only gives Unavailable, and the next query uses a new connection', async () => {
  const writer = link()
  await writer.query({ text: 'create table note (line text)' })
  const { pid } = Object((await writer.query({ text: 'select pg_backend_pid() as pid' }))[0])
  await writer.query({ text: 'set default_transaction_read_only = on' })
  await assert.rejects(writer.query({ text: `insert into note values ('lost')` }), Unavailable)
  await untilAnswered(writer)
  await writer.query({ text: `insert into note values ('kept')` })
  assert.notEqual(Object((await writer.query({ text: 'select pg_backend_pid() as pid' }))[0]).pid, pid)
})
