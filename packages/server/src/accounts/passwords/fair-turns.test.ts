import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basic, people, startServer, testClients } from '../../testing/server.ts'
import { createFairTurns } from './fair-turns.ts'

const options = { atOnce: 1, longestWaitMs: 10_000, refusal: () => new Error('busy'), random: () => 0 }

/** Turns of which one works at once, and a way to send it work by name. */
function setUp(mostWaiting: number) {
  const turns = createFairTurns({ ...options, mostWaiting })
  const done: string[] = []
  const openRoom = () => {
    const inTurn = turns.openRoom()
    return (from: string, name: string) =>
      inTurn([from.split('/')[0] ?? '', from], async () => {
        await new Promise(setImmediate)
        done.push(name)
      }).catch(({ message }) => done.push(`${name} ${message}`))
  }
  return { turns, done, openRoom }
}

test('sources are served in turn, each in its own order, and no work is forgotten', async () => {
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

test('when the queue is full, the latest work of the source with the most is refused', async () => {
  const { done, openRoom } = setUp(3)
  const send = openRoom()
  await Promise.all(['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'c1', 'd1', 'e1'].map((name) => send(name.charAt(0), name)))
  const refused = done.filter((name) => name.endsWith(' busy'))
  // One of a works; of a, b and c one each waits when d and e come: two of those five are refused, at random.
  assert.deepEqual(refused.slice(0, 3), ['a5 busy', 'a4 busy', 'a3 busy'])
  assert.equal(refused.length, 5)
})

test('queues are served in turn, and a full queue does not affect another', async () => {
  const { done, openRoom } = setUp(2)
  const [clients, all] = [openRoom(), openRoom()]
  await Promise.all([...['a', 'b', 'c', 'd'].map((name) => clients(name, name)), all('a', 'x'), all('b', 'y')])
  assert.deepEqual(done, ['b busy', 'a', 'c', 'x', 'd', 'y'])
})

test('failed work is followed by the next', async () => {
  const inTurn = createFairTurns({ ...options, mostWaiting: 2 }).openRoom()
  const failing = inTurn(['a', 'a'], () => Promise.reject(new Error('no')))
  const next = inTurn(['b', 'b'], async () => 'done')
  await assert.rejects(failing, /no/)
  assert.equal(await next, 'done')
})

test('hosts of one network share the turns that a single host of another network gets', async () => {
  const { done, openRoom } = setUp(10)
  const send = openRoom()
  await Promise.all(['n/1', 'n/2', 'n/3', 'n/4', 'm/1', 'm/1'].map((from, index) => send(from, `${from} ${index}`)))
  assert.deepEqual(done, ['n/1 0', 'n/2 1', 'm/1 4', 'n/3 2', 'm/1 5', 'n/4 3'])
})

test('when the queue is full, a network of many hosts is refused before a network of one', async () => {
  const { done, openRoom } = setUp(20)
  const send = openRoom()
  const flood = Array.from({ length: 300 }, (_, index) => `n/${index}`)
  await Promise.all([...flood, 'a/1', 'b/1', 'c/1'].map((from) => send(from, from)))
  const served = done.filter((name) => !name.endsWith('busy'))
  assert.ok(
    ['a/1', 'b/1', 'c/1'].every((name) => served.includes(name)),
    `${served}`,
  )
})

test('a check that waits longer than the limit is refused', async () => {
  const turns = createFairTurns({ ...options, mostWaiting: 10, longestWaitMs: 40 })
  const inTurn = turns.openRoom()
  const slow = inTurn(['a', 'a'], () => new Promise((resolve) => setTimeout(resolve, 300)))
  await assert.rejects(
    inTurn(['b', 'b'], async () => 'never'),
    /busy/,
  )
  assert.equal(turns.waiting(), 0)
  await slow
})

test('a queue of two thousand accepts or refuses twenty thousand in two seconds of processor time', async () => {
  const turns = createFairTurns({ ...options, mostWaiting: 2_000, random: Math.random })
  const inTurn = turns.openRoom()
  const open = Promise.withResolvers<void>()
  const blocker = inTurn(['x', 'x'], () => open.promise)
  const before = process.cpuUsage()
  const all = Array.from({ length: 20_000 }, (_, index) =>
    inTurn([`n${index % 1000}`, `h${index}`], async () => 1).catch(() => 0),
  )
  open.resolve()
  const served = (await Promise.all(all)).filter((one) => one === 1).length
  await blocker
  const { user } = process.cpuUsage(before)
  assert.equal(served, 2_000)
  assert.ok(user < 2_000_000, `${user / 1000} ms`)
})

test('an IPv6 network that floods the server with wrong secrets does not prevent others from authenticating', async () => {
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
  const flood = Array.from({ length: 210 }, async (_, host) => {
    const { status } = await ask('nobody', 'a guess', `2001:db8:1:${host.toString(16)}::1`)
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
  assert.ok((statuses.has(429) || statuses.has(503)) && !statuses.has(200), `${[...statuses]}`)
})
