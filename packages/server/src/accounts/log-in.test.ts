import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../storage/database.ts'
import { openDatabase } from '../storage/open-database.ts'
import { createAccountStore } from '../storage/stores/accounts.ts'
import { createStores, now, seed } from '../storage/testing/entries.ts'
import { people, startServer, type TestServer } from '../testing/server.ts'
import { createFactors } from './factors/index.ts'
import { createKnownPlaces } from './known-places.ts'
import { createLocalAccounts } from './local-accounts.ts'
import { logIn } from './log-in.ts'
import { createPasswordHasher } from './passwords/hasher.ts'

async function tryOnce(server: TestServer, username: string, password: string, browser = server.browser()) {
  const page = await browser.open(`${server.issuer}/login`)
  const started = performance.now()
  const answer = await browser.submit(page, 'username', { username, password })
  return { answer, browser, took: performance.now() - started }
}

/** What differs with each page and says nothing: tokens, nonces and the name that was typed. */
const plain = (html: string, username: string) =>
  html.replaceAll(/(nonce|value|data-options)="[^"]*"/g, '').replaceAll(username, 'NAME')

test('an unknown name, a wrong password and a disabled account get the same page (ASVS 5.0 §6.3.8)', async () => {
  const server = await startServer()
  const wrong = await tryOnce(server, 'alice', 'wrong')
  assert.equal(wrong.answer.status, 400)
  for (const [username, password] of [
    ['nobody', 'wrong'],
    ['carol', 'wrong'],
    ['carol', 'sent away for good'],
  ] as const) {
    const { answer } = await tryOnce(server, username, password)
    assert.equal(answer.status, 400)
    assert.equal(plain(answer.html, username), plain(wrong.answer.html, 'alice'))
  }
})

test('a username is the same in any case and form of Unicode (RFC 8265 §3.3)', async () => {
  const server = await startServer()
  for (const name of ['alice', 'ALICE', ' Alice ', 'ａｌｉｃｅ']) {
    assert.equal((await tryOnce(server, name, people.alice.password)).answer.status, 303, name)
  }
})

test('a password is not trimmed, case-folded or truncated', async () => {
  const server = await startServer()
  const { password } = people.alice
  for (const wrong of [
    ` ${password}`,
    `${password} `,
    password.toUpperCase(),
    password.slice(0, -1),
    `${password}${'x'.repeat(2000)}`,
    '',
  ]) {
    assert.equal((await tryOnce(server, 'alice', wrong)).answer.status, 400, wrong)
  }
})

test('ten wrong passwords delay every browser except one in which the user has logged in before (ASVS 5.0 §6.3.1)', async () => {
  const server = await startServer()
  const owner = server.browser()
  assert.equal((await tryOnce(server, 'alice', people.alice.password, owner)).answer.status, 303)
  for (let time = 0; time < 10; time++)
    assert.equal((await tryOnce(server, 'alice', `wrong ${time}`)).answer.status, 400)
  const delayed = await tryOnce(server, 'alice', people.alice.password)
  assert.equal(delayed.answer.status, 429)
  assert.ok(Number(delayed.answer.headers.get('retry-after')) > 0)
  const unknown = server.browser()
  for (let time = 0; time < 10; time++) await tryOnce(server, 'nobody', `wrong ${time}`, unknown)
  const same = await tryOnce(server, 'nobody', 'wrong', unknown)
  assert.equal(same.answer.status, 429, 'an unknown name is delayed like a known one')
  assert.equal(
    (await tryOnce(server, 'alice', people.alice.password, owner)).answer.status,
    303,
    'the owner is locked out',
  )
  assert.equal((await tryOnce(server, 'bob', people.bob.password)).answer.status, 303, 'someone else is locked out')
})

test('concurrent guesses are limited like sequential ones (ASVS 5.0 §6.3.1)', async () => {
  const server = await startServer()
  const browser = server.browser()
  const page = await browser.open(`${server.issuer}/login`)
  const guess = (password: string) => browser.submit(page, 'username', { username: 'alice', password })
  const guesses = await Promise.all([...Array(30).keys()].map((number) => guess(`guess ${number}`)))
  const judged = guesses.filter(({ status }) => status === 400).length
  assert.ok(judged >= 10 && judged <= 12, `${judged} of 30 guesses were judged`)
  assert.equal((await guess(people.alice.password)).status, 429)
})

test('a session expires when idle, and at its absolute limit even if it is used (NIST SP 800-63B-4 §5.2)', async () => {
  const server = await startServer()
  const { browser } = await tryOnce(server, 'alice', people.alice.password)
  const isIn = async () => {
    const { status } = await browser.open(`${server.issuer}/keys`)
    // The use is noted behind the answer.
    await sleep(20)
    return status === 200
  }
  server.pass(86_400 - 60)
  assert.equal(await isIn(), true)
  for (let time = 0; time < 6; time++) {
    server.pass(86_400 - 120)
    assert.equal(await isIn(), true, `day ${time + 2}`)
  }
  server.pass(86_400 - 120)
  assert.equal(await isIn(), false, 'the absolute end')
  const idle = await tryOnce(server, 'alice', people.alice.password)
  server.pass(86_401)
  assert.equal((await idle.browser.open(`${server.issuer}/keys`)).status, 303, 'the idle end')
})

test('disabling an account logs it out at once in every browser', async () => {
  const server = await startServer()
  const { browser } = await tryOnce(server, 'alice', people.alice.password)
  await server.restart(({ accounts }) => ({
    accounts: accounts.map((one) => (one.username === 'alice' ? { ...one, disabled: true } : one)),
  }))
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 303)
  assert.equal((await tryOnce(server, 'alice', people.alice.password)).answer.status, 400)
})

test('a login in progress with the old password gets no session once a new password is set', async () => {
  const server = await startServer()
  const database = await openDatabase(`sqlite:${server.database}`, Date.now())
  after(() => database.close())
  const { provisioning } = createStores(database)
  const another = await createPasswordHasher().hash('another')
  for (let time = 0; time < 3; time++) {
    const [{ browser }, reset] = await Promise.all([
      tryOnce(server, 'bob', people.bob.password),
      // The hash to compare with was read by then; comparing takes several times as long.
      sleep(8).then(() => provisioning.change((writes) => writes.setAccountPasswordHash('bob', another))),
    ])
    assert.equal(reset, true)
    assert.equal((await browser.open(`${server.issuer}/keys`)).status, 303)
    await server.restart(({ accounts }) => ({
      accounts: accounts.map((one) => (one.username === 'bob' ? { ...one, name: `Bob ${time}` } : one)),
    }))
  }
})

test('a page is shown at once while the database is locked, although the use of the session cannot be stored', async () => {
  const server = await startServer()
  const { browser } = await tryOnce(server, 'alice', people.alice.password)
  server.pass(120)
  const lock = new DatabaseSync(server.database)
  lock.exec('BEGIN IMMEDIATE')
  const started = performance.now()
  assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200)
  assert.ok(performance.now() - started < 1000, 'the page waited for the lock')
  lock.exec('COMMIT')
  lock.close()
})

test('an unknown name causes as many database queries as a known one, with a cookie and without', async () => {
  const database = await openDatabase('sqlite::memory:', now)
  after(() => database.close())
  await seed(createStores(database))
  let reads = 0
  const counting: Database = {
    ...database,
    run(statement, values) {
      reads++
      return database.run(statement, values)
    },
  }
  const accounts = createLocalAccounts(createAccountStore(counting), {
    hash: async () => '',
    verify: async () => false,
  })
  const options = {
    accounts,
    factors: createFactors(accounts),
    sessions: createStores(counting).sessions,
    attempts: { wait: async () => 0, fail: async () => undefined },
    places: createKnownPlaces(),
    clock: () => now,
  }
  const readsOf = async (username: string, browserHash: string | undefined) => {
    reads = 0
    await logIn({ username, answers: { password: 'a guess' }, address: undefined, browserHash }, options)
    return reads
  }
  for (const browserHash of ['of a browser', undefined]) {
    assert.equal(await readsOf('nobody', browserHash), await readsOf('alice', browserHash))
  }
})
