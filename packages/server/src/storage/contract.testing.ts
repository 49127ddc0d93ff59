import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openDatabase } from '../open-database.ts'
import type { Database } from './database.ts'
import type { TestEngine, TestPlace } from './engines.testing.ts'
import { createStores, newCode, newFamily, newKey, newToken, now, type Stores, seed } from './entries.testing.ts'
import { sweep } from './sweep.ts'

/** A promise of the stores, tried on two connections to one database, as two processes would have them. */
interface Promised {
  readonly title: string
  readonly hold: (a: Stores, b: Stores, databases: readonly [Database, Database]) => Promise<void>
}

const racers = 20

/** Runs a race on both connections and counts the answers of one kind. */
async function race<T>(a: Stores, b: Stores, run: (stores: Stores) => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: racers }, (_, index) => run(index % 2 === 0 ? a : b)))
}

const promises: readonly Promised[] = [
  {
    title:
      'of many callers racing with one code, exactly one is told redeemed and the others replayed (RFC 6749 §4.1.2)',
    async hold(a, b) {
      const code = newCode()
      await a.oauth.transaction((stores) => stores.addCode(code))
      const outcomes = await race(a, b, ({ oauth }) =>
        oauth.transaction((stores) => stores.redeemCode(code.hash, 'web', now)),
      )
      assert.equal(outcomes.filter(({ outcome }) => outcome === 'redeemed').length, 1)
      assert.equal(outcomes.filter(({ outcome }) => outcome === 'replayed').length, racers - 1)
      const won = outcomes.find((one) => one.outcome === 'redeemed')
      assert.deepEqual(won?.outcome === 'redeemed' && won.code, code)
    },
  },
  {
    title: 'a code is unknown to another client, and stays good (RFC 6749 §4.1.3)',
    async hold({ oauth }) {
      const code = newCode()
      const redeem = (client: string) => oauth.transaction((stores) => stores.redeemCode(code.hash, client, now))
      await oauth.transaction((stores) => stores.addCode(code))
      assert.equal((await redeem('other')).outcome, 'unknown')
      assert.equal((await redeem('web')).outcome, 'redeemed')
      assert.equal((await redeem('other')).outcome, 'unknown')
    },
  },
  {
    title: 'of many callers racing to rotate a line, exactly one is told true (RFC 9700 §4.14.2)',
    async hold(a, b) {
      const family = newFamily()
      await a.oauth.transaction((stores) => stores.addFamily(family))
      const rotated = await race(a, b, ({ oauth }) =>
        oauth.transaction((stores) => stores.rotateFamily(family.id, 0, now + 5)),
      )
      assert.equal(rotated.filter(Boolean).length, 1)
      const after = await b.oauth.findFamily(family.id)
      assert.deepEqual(after, { ...family, generation: 1, rotatedAt: now + 5 })
    },
  },
  {
    title: 'a revoked line is not rotated, and stays revoked (RFC 7009 §2.1)',
    async hold(a, b) {
      const family = newFamily()
      await a.oauth.transaction((stores) => stores.addFamily(family))
      await a.oauth.revokeFamily(family.id, now)
      assert.equal((await b.oauth.findFamily(family.id))?.revoked, true)
      assert.equal(await b.oauth.transaction((stores) => stores.rotateFamily(family.id, 0, now)), false)
    },
  },
  {
    title: 'standing tells whether person, key and line stand, and what the key allows now',
    async hold(a, b) {
      const key = newKey()
      const family = newFamily({ authorizationId: key.id })
      await a.oauth.transaction(async (stores) => {
        await stores.addAuthorization(key)
        await stores.addFamily(family)
      })
      const ask = { accountId: 'alice', authorizationId: key.id, familyId: family.id }
      const standing = await b.oauth.findStanding(ask)
      assert.deepEqual(standing, { accountActive: true, username: 'alice', authorization: key, familyRevoked: false })
      assert.equal((await b.oauth.findStanding({ ...ask, accountId: 'bob' })).authorization, undefined)
      assert.equal((await b.oauth.findStanding({ ...ask, accountId: 'nobody' })).accountActive, false)
      await a.oauth.revokeFamily(family.id, now)
      assert.equal((await b.oauth.findStanding(ask)).familyRevoked, true)
      assert.equal(await a.ownerKeys.takeBack(key.id, 'alice', now), true)
      assert.equal((await b.oauth.findStanding(ask)).authorization, undefined)
      await a.provisioning.change((writes) => writes.setAccountDisabled('alice', true))
      assert.equal((await b.oauth.findStanding(ask)).accountActive, false)
      await a.provisioning.change((writes) => writes.setAccountDisabled('alice', false))
    },
  },
  {
    title: 'an access token is found with what it was given, and revoked for every process',
    async hold(a, b) {
      const key = newKey()
      const token = newToken({ authorizationId: key.id })
      await a.oauth.transaction(async (stores) => {
        await stores.addAuthorization(key)
        await stores.addAccessToken(token)
      })
      const found = await b.oauth.findAccessToken(token.hash)
      assert.equal(found?.revoked, false)
      assert.deepEqual(found?.rights, token.rights)
      assert.deepEqual(found?.standing?.authorization, key)
      assert.deepEqual([found?.issuedAt, found?.expiresAt], [token.issuedAt, token.expiresAt])
      await a.oauth.revokeAccessToken(token.hash, now)
      assert.equal((await b.oauth.findAccessToken(token.hash))?.revoked, true)
    },
  },
  {
    title: 'a JWT is revoked once and for all, however often it is asked',
    async hold(a, b) {
      assert.equal(await b.oauth.isJwtRevoked('some-jti'), false)
      await race(a, b, ({ oauth }) => oauth.revokeJwt('some-jti', now + 1000))
      assert.equal(await b.oauth.isJwtRevoked('some-jti'), true)
    },
  },
  {
    title: 'a transaction that fails leaves nothing, and does not undo its neighbours of the same commit',
    async hold(a, b) {
      const codes = Array.from({ length: racers }, () => newCode())
      const settled = await Promise.allSettled(
        codes.map((code, index) =>
          a.oauth.transaction(async (stores) => {
            await stores.addCode(code)
            if (index % 3 === 0) throw new Error('a failure of this one alone')
          }),
        ),
      )
      for (const [index, code] of codes.entries()) {
        const failed = index % 3 === 0
        assert.equal(settled[index]?.status, failed ? 'rejected' : 'fulfilled')
        const { outcome } = await b.oauth.transaction((stores) => stores.redeemCode(code.hash, 'web', now))
        assert.equal(outcome, failed ? 'unknown' : 'redeemed')
      }
    },
  },
  {
    title: 'a statement that the database refuses fails its own transaction alone',
    async hold(a, b) {
      const [twice, once] = [newCode(), newCode()]
      await a.oauth.transaction((stores) => stores.addCode(twice))
      const add = (code: typeof twice) => a.oauth.transaction((stores) => stores.addCode(code))
      const [first, second] = await Promise.allSettled([add(twice), add(once)])
      assert.equal(first?.status, 'rejected')
      assert.equal(second?.status, 'fulfilled')
      const { outcome } = await b.oauth.transaction((stores) => stores.redeemCode(once.hash, 'web', now))
      assert.equal(outcome, 'redeemed')
    },
  },
  {
    title: 'keys are listed newest first, without those that ended or were taken back',
    async hold(a, b) {
      const own = { accountId: 'bob', clientId: 'other' }
      const old = newKey({ ...own, createdAt: now - 5 })
      const fresh = newKey({ ...own, endsAt: now + 1000 })
      const ended = newKey({ ...own, endsAt: now - 1 })
      const gone = newKey(own)
      await a.oauth.transaction(async (stores) => {
        for (const key of [old, fresh, ended, gone]) await stores.addAuthorization(key)
      })
      await a.ownerKeys.takeBack(gone.id, 'bob', now)
      assert.deepEqual(await b.oauth.listAuthorizations('bob', 'other', now), [fresh, old])
      assert.deepEqual(
        (await b.ownerKeys.list('bob', now)).map(({ id }) => id),
        [fresh.id, old.id],
      )
      assert.deepEqual(await b.oauth.listAuthorizations('alice', 'other', now), [])
    },
  },
  {
    title: 'a key is changed by its person alone, only from what they saw, and taken back once',
    async hold(a, b) {
      const key = newKey()
      await a.oauth.transaction((stores) => stores.addAuthorization(key))
      const one = [{ resource: key.rights[0]?.resource ?? '', scope: ['read'] }]
      const change = { id: key.id, accountId: 'alice', was: key.rights, rights: one, endsAt: now + 500, now }
      assert.equal(await a.ownerKeys.narrow({ ...change, accountId: 'bob' }), false)
      assert.equal((await race(a, b, ({ ownerKeys }) => ownerKeys.narrow(change))).filter(Boolean).length, 1)
      const { authorization } = await b.oauth.findStanding({
        accountId: 'alice',
        authorizationId: key.id,
        familyId: undefined,
      })
      assert.deepEqual(authorization, { ...key, rights: one, endsAt: now + 500 })
      assert.equal(await a.ownerKeys.takeBack(key.id, 'bob', now), false)
      const taken = await race(a, b, ({ ownerKeys }) => ownerKeys.takeBack(key.id, 'alice', now))
      assert.equal(taken.filter(Boolean).length, 1)
    },
  },
  {
    title: 'an interaction belongs to one browser, ends in time, and of many takers one gets it',
    async hold(a, b) {
      const interaction = { id: 'one', browserHash: 'browser', parameters: 'a=b', createdAt: now, expiresAt: now + 10 }
      await a.interactions.add(interaction)
      assert.deepEqual(await b.interactions.find('one', 'browser', now), interaction)
      assert.equal(await b.interactions.find('one', 'another', now), undefined)
      assert.equal(await b.interactions.find('one', 'browser', now + 10), undefined)
      assert.equal(await b.interactions.take('one', 'another'), false)
      const taken = await race(a, b, ({ interactions }) => interactions.take('one', 'browser'))
      assert.equal(taken.filter(Boolean).length, 1)
    },
  },
  {
    title: 'a session replaces the one before it, makes its browser known, and is ended by its person alone',
    async hold(a, b) {
      const session = {
        hash: 's1',
        accountId: 'alice',
        browserHash: 'b1',
        userAgent: 'x',
        authenticatedAt: now,
        lastSeenAt: now,
        expiresAt: now + 1000,
      }
      assert.equal(await b.sessions.isKnownBrowser('b1', 'alice'), false)
      await a.sessions.begin(session, undefined)
      assert.equal(await b.sessions.isKnownBrowser('b1', 'alice'), true)
      assert.equal(await b.sessions.isKnownBrowser('b1', 'bob'), false)
      await a.sessions.begin({ ...session, hash: 's2' }, 's1')
      assert.equal(await b.sessions.find('s1'), undefined)
      assert.equal((await b.sessions.find('s2'))?.account.username, 'alice')
      await a.sessions.touch('s2', now + 7)
      assert.equal((await b.sessions.find('s2'))?.lastSeenAt, now + 7)
      await a.sessions.endOne('s2', 'bob')
      assert.equal((await b.sessions.list('alice', now)).length, 1)
      await a.sessions.endOne('s2', 'alice')
      assert.deepEqual(await b.sessions.list('alice', now), [])
    },
  },
  {
    title: 'what a client lost is felt by a process that forgets what it knew, and removing it takes its keys along',
    async hold(a, b) {
      const entry = {
        registration: { client_id: 'doomed' },
        secretHash: undefined,
        source: 'file',
        digest: undefined,
      } as const
      await a.provisioning.change((writes) => writes.putClient(entry, now))
      b.catalog.forget()
      assert.equal((await b.oauth.findClient('doomed'))?.id, 'doomed')
      const key = newKey({ clientId: 'doomed' })
      await a.oauth.transaction((stores) => stores.addAuthorization(key))
      assert.equal(await a.provisioning.change((writes) => writes.removeClient('doomed')), true)
      b.catalog.forget()
      assert.equal(await b.oauth.findClient('doomed'), undefined)
      assert.deepEqual(await b.oauth.listAuthorizations('alice', 'doomed', now), [])
    },
  },
  {
    title: 'the sweep removes what ended a day ago and keeps what a replay must still be known by',
    async hold(a, b, [database]) {
      const day = 24 * 3600 * 1000
      const [fresh, old] = [newCode(), newCode({ expiresAt: now - day - 1 })]
      const family = newFamily({ expiresAt: now - day - 1 })
      await a.oauth.transaction(async (stores) => {
        for (const code of [fresh, old]) await stores.addCode(code)
        await stores.addFamily(family)
      })
      const redeem = (code: typeof fresh) => b.oauth.transaction((stores) => stores.redeemCode(code.hash, 'web', now))
      await redeem(fresh)
      await redeem(old)
      assert.ok((await sweep(database, now)) >= 2)
      assert.equal((await redeem(fresh)).outcome, 'replayed')
      assert.equal((await redeem(old)).outcome, 'unknown')
      assert.equal(await b.oauth.findFamily(family.id), undefined)
    },
  },
]

/** Holds the promises written on the ports against one engine; skipped where this machine lacks it. */
export async function holdContract(engine: TestEngine): Promise<void> {
  let place: TestPlace
  try {
    place = await engine.start()
  } catch (error) {
    test(`${engine.name} keeps the promises of the stores`, { skip: `${engine.name} is not on this machine: ${error}` })
    return
  }
  describe(`${engine.name} keeps the promises of the stores`, () => {
    const opened: Database[] = []
    before(async () => {
      const url = place.create('contract')
      opened.push(...(await Promise.all([openDatabase(url, now), openDatabase(url, now)])))
      await seed(createStores(only(opened[0])))
    })
    after(async () => {
      for (const database of opened) await database.close()
      await place.stop()
    })
    for (const { title, hold } of promises) {
      test(title, () => {
        const [a, b] = [only(opened[0]), only(opened[1])]
        return hold(createStores(a), createStores(b), [a, b])
      })
    }
    test('of two processes that start on an empty database at once, both find the whole schema', async () => {
      for (let time = 0; time < 5; time++) {
        const url = place.create(`empty${time}`)
        const databases = await Promise.all([1, 2, 3].map(() => openDatabase(url, now)))
        for (const database of databases) {
          assert.deepEqual(await createStores(database).provisioning.listClients(), [])
          await database.close()
        }
      }
    })
  })
}

function only(database: Database | undefined): Database {
  if (database === undefined) throw new Error('the database was not opened')
  return database
}
