import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillForm, findForm } from '../../../../conformance/browser/forms.ts'
import { basic, type Fields, startServer } from '../testing/server.ts'

const rounds = 60
const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

/** Runs ways in turns, so that what else the machine does falls on all of them, and answers their median times. */
async function compare(ways: Readonly<Record<string, (round: number) => Promise<unknown>>>) {
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const started = performance.now()
      await way(round)
      times[name]?.push(performance.now() - started)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
}

function assertAlike(medians: Readonly<Record<string, number>>, tell: (line: string) => void, hashes = true): void {
  tell(
    Object.entries(medians)
      .map(([name, time]) => `${name}: ${time.toFixed(2)} ms`)
      .join(', '),
  )
  const [least, most] = [Math.min(...Object.values(medians)), Math.max(...Object.values(medians))]
  assert.ok(most < least * 1.5 + 1, `medians tell them apart: ${JSON.stringify(medians)}`)
  if (hashes) assert.ok(least > 2, 'what is refused so fast was not hashed')
}

const skip = process.env.CI === undefined ? false : 'timing is not measured where the machine is shared'

test('an unknown client and a wrong secret take as long, however the secret is stored', { skip }, async (t) => {
  const guess = (client: string) => async (round: number) => {
    // A new address each time, so that no limit answers instead.
    const server = servers[Math.floor(round / 15)]
    const fields: Fields = { grant_type: 'client_credentials' }
    const answer = await server?.token(undefined, fields, {
      headers: { authorization: basic(client, `guess ${round}`) },
    })
    assert.equal(answer?.status, 401)
  }
  const servers = await Promise.all(Array.from({ length: rounds / 15 }, () => startServer()))
  const ways = { unknown: guess('nobody'), 'random secret': guess('machine'), 'short secret': guess('slow') }
  assertAlike(await compare(ways), (line) => t.diagnostic(line))
})

test('an unknown name, a wrong password and a disabled account take as long', { skip }, async (t) => {
  const servers = await Promise.all(Array.from({ length: rounds / 6 }, () => startServer()))
  const guess = (username: string, password: string) => async (round: number) => {
    const answer = await servers[Math.floor(round / 6)]?.token('password', {
      grant_type: 'password',
      username,
      password,
      scope: 'read',
    })
    assert.equal(answer?.status, 400, answer?.text)
  }
  const ways = {
    unknown: guess('nobody', 'wrong'),
    wrong: guess('alice', 'wrong'),
    disabled: guess('carol', 'sent away for good'),
  }
  assertAlike(await compare(ways), (line) => t.diagnostic(line))
})

test('a sign-up with a known address takes as long as one with an unknown address', { skip }, async (t) => {
  const ofServer = 6
  const accounts = Array.from({ length: ofServer }, (_, at) => ({
    username: `user${at}`,
    password: 'seven bright umbrellas walking',
    email: `known${at}@example.com`,
  }))
  const servers = await Promise.all(
    Array.from({ length: rounds / ofServer }, async () => {
      const server = await startServer(() => ({ signUp: 'open', accounts }))
      const browser = server.browser()
      const form = findForm((await browser.open(`${server.issuer}/sign-up`)).html, 'email')
      if (form === undefined) throw new Error('there is no form')
      const cookie = browser.cookies.header('/')
      return async (email: string) => {
        const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
        const init = { method: 'POST', headers, body: fillForm(form, { email }) }
        assert.equal((await server.fetch(new Request(`${server.issuer}/sign-up`, init))).status, 200)
      }
    }),
  )
  const signUp = (kind: string) => async (round: number) =>
    servers[Math.floor(round / ofServer)]?.(`${kind}${round % ofServer}@example.com`)
  assertAlike(await compare({ known: signUp('known'), unknown: signUp('other') }), (line) => t.diagnostic(line), false)
})
