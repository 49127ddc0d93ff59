import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basic, people, startServer, testClients } from '../server.testing.ts'
import { createFairTurns } from './fair-turns.ts'

/** Turns of which one works at once, and a way to send it work by name. */
function setUp(mostWaiting: number) {
  const turns = createFairTurns({ atOnce: 1, mostWaiting, refusal: () => new Error('busy') })
  const done: string[] = []
  const openRoom = () => {
    const inTurn = turns.openRoom()
    return (from: string, name: string) =>
      inTurn(from, async () => {
        await new Promise(setImmediate)
        done.push(name)
      }).catch(({ message }) => done.push(`${name} ${message}`))
  }
  return { turns, done, openRoom }
}

test('places are served in turn, each in the order of its own, and nothing is left waiting', async () => {
  const { turns, done, openRoom } = setUp(10)
  const send = openRoom()
  const all = [send('a', 'a1'), send('a', 'a2'), send('a', 'a3'), send('b', 'b1'), send('b', 'b2'), send('c', 'c1')]
  assert.equal(turns.waiting(), 5)
  await Promise.all(all)
  assert.deepEqual(done, ['a1', 'a2', 'b1', 'c1', 'a3', 'b2'])
  assert.equal(turns.waiting(), 0)
  await send('a', 'a4')
  assert.equal(done.at(-1), 'a4')
})

test('where too many wait, the place that sent most is refused its last', async () => {
  const { done, openRoom } = setUp(3)
  const send = openRoom()
  await Promise.all(['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'c1', 'd1', 'e1'].map((name) => send(name.charAt(0), name)))
  const refused = done.filter((name) => name.endsWith(' busy'))
  // One of a works, and of a, b and c one each waits: nobody sent more than d and e, who came last.
  assert.deepEqual(refused, ['a5 busy', 'a4 busy', 'a3 busy', 'd1 busy', 'e1 busy'])
})

test('rooms are served in turn, and one that is full refuses nobody in another', async () => {
  const { done, openRoom } = setUp(2)
  const [clients, all] = [openRoom(), openRoom()]
  await Promise.all([...['a', 'b', 'c', 'd'].map((name) => clients(name, name)), all('a', 'x'), all('b', 'y')])
  assert.deepEqual(done, ['d busy', 'a', 'b', 'x', 'c', 'y'])
})

test('work that fails leaves its place to the next', async () => {
  const inTurn = createFairTurns({ atOnce: 1, mostWaiting: 2, refusal: () => new Error('busy') }).openRoom()
  const failing = inTurn('a', () => Promise.reject(new Error('no')))
  const next = inTurn('b', async () => 'done')
  await assert.rejects(failing, /no/)
  assert.equal(await next, 'done')
})

test('an address that floods the server with wrong secrets keeps nobody else from proving who they are', async () => {
  const server = await startServer()
  let answered = 0
  const ask = (id: string, secret: string, remoteAddress: string) =>
    server.fetch(
      new Request(`${server.issuer}/token`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: basic(id, secret),
        },
        body: 'grant_type=client_credentials',
      }),
      { remoteAddress },
    )
  const flood = Array.from({ length: 210 }, async () => {
    const { status } = await ask('nobody', 'a guess', '198.51.100.1')
    answered++
    return status
  })
  const { client_id, client_secret } = testClients.slow
  const honest = await ask(client_id, client_secret, '203.0.113.9')
  assert.equal(honest.status, 200, await honest.text())
  const browser = server.browser()
  const page = await browser.open(`${server.issuer}/login`)
  const { status } = await browser.submit(page, 'username', { username: 'alice', password: people.alice.password })
  assert.equal(status, 303)
  assert.ok(answered < 100, `${answered} guesses were answered first`)
  const statuses = new Set(await Promise.all(flood))
  assert.ok(statuses.has(503) && !statuses.has(200), `${[...statuses]}`)
})
