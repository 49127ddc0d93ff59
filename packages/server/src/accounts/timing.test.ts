import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fillForm, findForm } from '../../../../conformance/browser/forms.ts'
import { basic, type Fields, startServer, type TestServer } from '../testing/server.ts'
import {
  compareTimes,
  describeTimes,
  type Sample,
  sampleTimes,
  timed,
  timingRounds,
  toleranceOf,
  type Way,
} from './compare-times.testing.ts'
import { createPasswordHasher } from './passwords/hasher.ts'

const skip = process.env.CI === undefined ? false : 'timing is not measured where the machine is shared'
const password = 'seven bright umbrellas walking'

/** Compares ways with the first of them, by their medians and by ranks. */
function assertAlike(t: TestContext, samples: readonly Sample[], least = 0) {
  const compared = compareTimes(samples)
  const rounds = samples[0]?.times.length ?? 0
  t.diagnostic(`${rounds} rounds: ${describeTimes(compared)}`)
  const [first] = compared
  assert.ok(first !== undefined && first.median >= least, 'what is refused so fast was not hashed')
  for (const { name, median, medianTolerance, slower } of compared) {
    const message = `${name} differs from ${first.name}: ${describeTimes(compared)}`
    assert.ok(Math.abs(slower - 0.5) <= toleranceOf(rounds), message)
    assert.ok(Math.abs(median - first.median) <= medianTolerance, message)
  }
}

/** A new address each time, so that no limit of an address answers instead. */
const newAddress = () =>
  `${20 + Math.floor(Math.random() * 180)}.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join('.')}`

/** Opens a page and returns how to post its form, from a new address each time. */
async function openForm(server: TestServer, path: string, field: string) {
  const browser = server.browser()
  const form = findForm((await browser.open(server.issuer + path)).html, field)
  if (form === undefined) throw new Error(`${path} has no form`)
  const headers = { cookie: browser.cookies.header('/'), 'content-type': 'application/x-www-form-urlencoded' }
  return async (values: Readonly<Record<string, string>>, expected: number) => {
    const init = { method: 'POST', headers, body: fillForm(form, values) }
    const response = await server.fetch(new Request(server.issuer + path, init), { remoteAddress: newAddress() })
    assert.equal(response.status, expected, await response.text())
  }
}

/** Accounts by state; those of a state are numbered. */
const states = {
  known: { email_verified: true },
  unverified: { email_verified: false },
  disabled: { email_verified: true, disabled: true },
} as const

function makeAccounts(count: number, shared: Readonly<Record<string, unknown>> = {}) {
  return Object.entries(states).flatMap(([state, of]) =>
    Array.from({ length: count }, (_, at) => {
      const username = `${state}${at}`
      return { username, email: `${username}@example.com`, ...shared, ...of }
    }),
  )
}

test('an unknown client and a wrong secret take as long, however the secret is stored', { skip }, async (t) => {
  const server = await startServer()
  const guess =
    (client: string): Way =>
    (round) =>
      timed(async () => {
        const headers = { authorization: basic(client, `guess ${round}`) }
        const fields: Fields = { grant_type: 'client_credentials' }
        assert.equal((await server.token(undefined, fields, { headers })).status, 401)
      })
  const ways = { unknown: guess('nobody'), 'random secret': guess('machine'), 'short secret': guess('slow') }
  // New counters, so that no limit answers instead.
  const prepare = async (round: number) => (round % 15 === 0 ? server.restart() : undefined)
  assertAlike(t, await sampleTimes({ ways, prepare, rounds: timingRounds(60) }), 2)
})

test('a login takes as long for an unknown, a disabled and an unverified user as for a wrong password', {
  skip,
}, async (t) => {
  const [ofServer, ofAccount] = [40, 9]
  const password_hash = await createPasswordHasher().hash(password)
  const server = await startServer(() => ({ accounts: makeAccounts(ofServer, { password_hash }) }))
  const post = await openForm(server, '/login', 'username')
  const logIn =
    (toName: (at: number) => string, typed: string): Way =>
    (round) =>
      timed(() => post({ username: toName(Math.floor(round / ofAccount) % ofServer), password: typed }, 400))
  const ways = {
    wrong: logIn((at) => `known${at}`, 'wrong'),
    unknown: logIn((at) => `nobody${at}`, 'wrong'),
    'unknown address': logIn((at) => `nobody${at}@example.com`, 'wrong'),
    disabled: logIn((at) => `disabled${at}`, password),
    'unverified address': logIn((at) => `unverified${at}@example.com`, password),
  }
  const prepare = async (round: number) => (round % (ofServer * ofAccount) === 0 ? server.restart() : undefined)
  assertAlike(t, await sampleTimes({ ways, prepare, rounds: timingRounds(60) }), 2)
})

test('a login that has to wait takes as long for an unknown user as for a known one', { skip }, async (t) => {
  const password_hash = await createPasswordHasher().hash(password)
  const server = await startServer(() => ({ accounts: makeAccounts(1, { password_hash }) }))
  const post = await openForm(server, '/login', 'username')
  const names = ['known0', 'nobody0', 'disabled0', 'known0@example.com', 'nobody0@example.com']
  for (const username of names) for (let time = 0; time < 10; time++) await post({ username, password: 'wrong' }, 400)
  const ways = Object.fromEntries(
    names.map((username) => [username, () => timed(() => post({ username, password }, 429))]),
  )
  // A wait ends after five minutes: as many rounds as fit into it.
  assertAlike(t, await sampleTimes({ ways, rounds: Math.min(2_000, timingRounds(100)) }))
})

/** Compares the replies to a form whose work is done in the background, and the page that is opened right after it. */
async function compareRequests(t: TestContext, path: string, field: string) {
  const ofServer = 300
  const server = await startServer(() => ({ signUp: 'open', accounts: makeAccounts(ofServer) }))
  const post = await openForm(server, path, field)
  const next = new Map<string, number[]>()
  const ask =
    (kind: string): Way =>
    async (round) => {
      const took = await timed(() => post({ [field]: `${kind}${round % ofServer}@example.com` }, 200))
      const after = await timed(async () => (await server.fetch(new Request(server.issuer + path))).text())
      next.set(kind, [...(next.get(kind) ?? []), after])
      // The background work of this request must not fall on the next one.
      await sleep(quietMs)
      return took
    }
  const kinds = ['known', 'unknown', 'unverified', 'disabled']
  const ways = Object.fromEntries(kinds.map((kind) => [kind, ask(kind)]))
  const prepare = async (round: number) => (round % ofServer === 0 ? server.restart() : undefined)
  assertAlike(t, await sampleTimes({ ways, prepare, rounds: timingRounds(150) }))
  t.diagnostic('the page right after:')
  assertAlike(
    t,
    kinds.map((name) => ({ name: `after ${name}`, times: next.get(name) ?? [] })),
  )
}

const quietMs = 8

test('a sign-up takes as long with a known address as with an unknown one', { skip }, (t) =>
  compareRequests(t, '/sign-up', 'email'),
)

test('a recovery takes as long for a known user as for an unknown one', { skip }, (t) =>
  compareRequests(t, '/recover', 'username'),
)
