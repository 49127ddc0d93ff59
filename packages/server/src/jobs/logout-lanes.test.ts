import assert from 'node:assert/strict'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer, testClients } from '../testing/server.ts'

/** Starts a relying party; with the status 0 it never responds. */
async function startParty(status: number) {
  const received: string[] = []
  const server = createHttpServer((request, response) => {
    received.push(String(request.url))
    request.resume()
    if (status > 0) response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { received, uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } // it listens on TCP
}

interface Row {
  readonly sid: string
  readonly clientId: string
  readonly dueAt: number
  readonly attempts: number
}

/** Queues deliveries as ended sessions do. */
function queue(file: string, rows: readonly Row[]): void {
  const database = new DatabaseSync(file)
  const insert = database.prepare('insert into logout_delivery values (?, ?, ?, ?, ?)')
  database.exec('begin')
  for (const { sid, clientId, dueAt, attempts } of rows) insert.run(sid, clientId, 'someone', dueAt, attempts)
  database.exec('commit')
  database.close()
}

function countQueued(file: string): number {
  const database = new DatabaseSync(file)
  const row = database.prepare('select count(*) as n from logout_delivery').get()
  database.close()
  return Number(row?.n)
}

async function until(what: string, holds: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms
  while (!holds()) {
    if (Date.now() > end) assert.fail(`did not happen: ${what}`)
    await sleep(50)
  }
}

test('many clients that registered themselves at one slow host do not delay the logouts of others', async () => {
  const [slow, fast] = [await startParty(0), await startParty(200)]
  const server = await startServer(() => ({
    registration: 'open',
    outbound: { allowHosts: ['127.0.0.1'] },
    clients: [{ ...testClients.openid, backchannel_logout_uri: `${fast.uri}/fast` }, testClients.api],
  }))
  const rows: Row[] = []
  for (let number = 0; number < 40; number++) {
    const metadata = { redirect_uris: ['https://app.example.com/cb'], backchannel_logout_uri: `${slow.uri}/${number}` }
    const request = new Request(`${server.issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    })
    const reply = await server.fetch(request, { remoteAddress: `198.51.${number}.1` })
    assert.equal(reply.status, 201)
    rows.push({ sid: 'one', clientId: (await reply.json()).client_id, dueAt: 0, attempts: 0 })
  }
  queue(server.database, [...rows, { sid: 'one', clientId: testClients.openid.client_id, dueAt: 1, attempts: 0 }])
  await until('the logout at the fast client', () => fast.received.length === 1, 4_000)
  await sleep(200)
  assert.equal(slow.received.length, 1, 'the clients at the slow host are served one after the other')
})

test('the logout tokens of a client that is down for good are abandoned together', async () => {
  const party = await startParty(503)
  const server = await startServer(() => ({
    outbound: { allowHosts: ['127.0.0.1'] },
    clients: [{ ...testClients.openid, backchannel_logout_uri: party.uri }, testClients.api],
  }))
  const clientId = testClients.openid.client_id
  queue(
    server.database,
    Array.from({ length: 200 }, (_, number) => ({ sid: `s${number}`, clientId, dueAt: 0, attempts: 28 })),
  )
  await until('the first attempts', () => countQueued(server.database) === 196, 4_000)
  await sleep(300)
  server.pass(3_601)
  await until('an empty queue', () => countQueued(server.database) === 0, 6_000)
  assert.equal(party.received.length, 8)
})
