import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBrowser } from '../../../../conformance/browser/browser.ts'
import { people, startServer } from '../testing/server.ts'

interface Person {
  readonly username: string
  readonly password: string
}

const server = await startServer()
const from = (remoteAddress: string) => createBrowser((request) => server.fetch(request, { remoteAddress }))
const addressIn48 = (number: number) => `2001:db8:7:${(number * 251).toString(16)}::1`

async function signIn({ username, password }: Person, browser = from('192.0.2.1')) {
  const page = await browser.open(`${server.issuer}/login`)
  return (await browser.submit(page, 'username', { username, password })).status
}

test('50 logins with their code flows at once and 250 more code flows, all from one address, succeed', async () => {
  const flow = async (browser: ReturnType<typeof from>) => {
    const outcome = await server.authorize('web', {}, { browser })
    return (await server.redeem('web', outcome)).status
  }
  const address = '198.51.100.9'
  const fresh = await Promise.all(Array.from({ length: 50 }, () => flow(from(address))))
  assert.deepEqual(fresh, Array(50).fill(200))
  const browser = from(address)
  assert.equal(await flow(browser), 200)
  const known = await Promise.all(Array.from({ length: 250 }, () => flow(browser)))
  assert.deepEqual(known, Array(250).fill(200))
})

test('260 waiting logins from one /48 block no user elsewhere, and none in a known browser in that /48', async () => {
  const known = from('203.0.113.5')
  assert.equal(await signIn(people.alice, known), 303)
  const knownInside = from(addressIn48(1))
  assert.equal(await signIn(people.bob, knownInside), 303)
  let waiting = 0
  let isOver = false
  const flood = Array.from({ length: 260 }, async (_, number) => {
    for (let time = 0; !isOver; time++) {
      waiting++
      const username = `nobody-${number}-${time}`
      await signIn({ ...people.bob, username, password: 'wrong' }, from(addressIn48(number)))
    }
  })
  while (waiting < 260) await new Promise(setImmediate)
  const started = performance.now()
  const fresh = await Promise.all(
    Array.from({ length: 8 }, (_, number) => signIn(people.bob, from(`192.0.2.${number}`))),
  )
  const owners = await Promise.all([signIn(people.alice, known), signIn(people.bob, knownInside)])
  const took = performance.now() - started
  isOver = true
  await Promise.all(flood)
  assert.deepEqual([...fresh, ...owners], Array(10).fill(303))
  assert.ok(took < 15_000, `${took} ms`)
})
