import assert from 'node:assert/strict'
import { newAuthorization, newSession, now, passwordHash, type Stores, versionOfPassword } from './entries.ts'
import { type Promised, race, racers } from './promise.ts'

const version = versionOfPassword(passwordHash)

/** The limits for interactions in these tests. */
const most = { ofAccount: 3, ofAddressPrefix: 5 }

/** The promises of logins in progress and of sessions. */
export const loginPromises: readonly Promised[] = [
  {
    title: 'an interaction belongs to one browser, expires, and is taken by exactly one of many callers',
    async hold(a, b) {
      const own = { id: 'one', browserHash: 'browser', parameters: 'a=b', createdAt: now, expiresAt: now + 10 }
      await a.interactions.add({ ...own, accountId: 'alice', addressPrefix: '192.0.2.1' }, most)
      assert.deepEqual(await b.interactions.find('one', 'browser', now), own)
      assert.equal(await b.interactions.find('one', 'another', now), undefined)
      assert.equal(await b.interactions.find('one', 'browser', now + 10), undefined)
      assert.equal(await b.interactions.take('one', 'another'), false)
      const taken = await race(a, b, ({ interactions }) => interactions.take('one', 'browser'))
      assert.equal(taken.filter(Boolean).length, 1)
    },
  },
  {
    title: 'beyond the limit of an account or an address prefix its oldest interactions are removed, and no others',
    async hold(a, b) {
      const add = (id: string, accountId: string, addressPrefix: string, at: number, stores = a) => {
        const rest = { browserHash: 'browser', parameters: 'a=b', createdAt: now, expiresAt: now + at }
        return stores.interactions.add({ id, ...rest, accountId, addressPrefix }, most)
      }
      const left = async (...ids: readonly string[]) =>
        Promise.all(ids.map(async (id) => (await b.interactions.find(id, 'browser', now)) !== undefined))
      await add('of bob', 'bob', 'elsewhere', 1)
      for (const [at, id] of ['i1', 'i2', 'i3', 'i4'].entries()) await add(id, 'alice', `address ${id}`, 10 + at)
      assert.deepEqual(await left('i1', 'i2', 'i3', 'i4', 'of bob'), [false, true, true, true, true])
      await add('i5', 'alice', 'address', 5)
      assert.deepEqual(
        await left('i2', 'i3', 'i4', 'i5'),
        [false, true, true, true],
        'the new one is kept, although it expires first',
      )
      assert.equal(await b.interactions.count(now), 4)
      assert.equal(await b.interactions.count(now + 5), 2)
      for (let at = 0; at < 6; at++) await add(`of ${at}`, `account ${at}`, 'office', 20 + at, at % 2 === 0 ? a : b)
      assert.deepEqual(await left('of 0', 'of 1', 'of 2', 'of 5', 'i3'), [false, true, true, true, true])
    },
  },
  {
    title: 'an account keeps its fifty most recently used sessions and browsers, and no other account loses any',
    async hold(a, b) {
      const begin = (name: string, at: number, accountId = 'bob') => {
        const times = { authenticatedAt: now + at, lastSeenAt: now + at, expiresAt: now + 1000 }
        const session = { ...newSession(name), accountId, browserHash: `browser ${name}`, ...times }
        return (at % 2 === 0 ? a : b).sessions.begin(session, version, undefined)
      }
      await begin('hers', -1, 'alice')
      for (let at = 0; at < 51; at++) {
        await begin(`many ${at}`, at)
        if (at === 40) await a.sessions.touch('many 0', now + 100)
      }
      const names = (await b.sessions.list('bob', now)).map(({ hash }) => hash)
      assert.equal(names.length, 50)
      assert.ok(names.includes('many 0') && names.includes('many 50') && !names.includes('many 1'), `${names}`)
      const known = (name: string, accountId = 'bob') => b.sessions.isKnownBrowser(`browser ${name}`, accountId)
      const browsers = await Promise.all(['many 0', 'many 1', 'many 50'].map((name) => known(name)))
      assert.deepEqual(browsers, [false, true, true])
      assert.equal(await known('hers', 'alice'), true)
      assert.deepEqual(
        (await b.sessions.list('alice', now)).map(({ hash }) => hash),
        ['hers'],
      )
      await a.sessions.endOne('hers', 'alice')
      await a.sessions.endOthers('', 'bob')
    },
  },
  {
    title: 'a session replaces the previous one, makes its browser known, and is ended only by its own account',
    async hold(a, b) {
      const session = newSession('s1')
      assert.equal(await b.sessions.isKnownBrowser('b1', 'alice'), false)
      await a.sessions.begin(session, version, undefined)
      assert.equal(await b.sessions.isKnownBrowser('b1', 'alice'), true)
      assert.equal(await b.sessions.isKnownBrowser('b1', 'bob'), false)
      await a.sessions.begin({ ...session, hash: 's2' }, version, 's1')
      assert.equal(await b.sessions.find('s1'), undefined)
      const found = await b.sessions.find('s2')
      assert.deepEqual([found?.account.username, found?.context], ['alice', session.context])
      await a.sessions.touch('s2', now + 7)
      assert.equal((await b.sessions.find('s2'))?.lastSeenAt, now + 7)
      await a.sessions.endOne('s2', 'bob')
      assert.equal((await b.sessions.list('alice', now)).length, 1)
      await a.sessions.endOne('s2', 'alice')
      assert.deepEqual(await b.sessions.list('alice', now), [])
      for (const hash of ['s3', 's4', 's5']) await a.sessions.begin({ ...session, hash }, version, undefined)
      assert.equal(await b.sessions.endOthers('s4', 'bob'), 0)
      assert.equal(await b.sessions.endOthers('s4', 'alice'), 2)
      assert.deepEqual(
        (await a.sessions.list('alice', now)).map(({ hash }) => hash),
        ['s4'],
      )
      await a.sessions.endOne('s4', 'alice')
    },
  },
  {
    title: 'a session is not kept after a concurrent change of the password or disabling of the account',
    async hold(a, b) {
      const account = { id: 'dave', username: 'dave', normalizedUsername: 'dave', claims: {}, disabled: false }
      await a.provisioning.change((writes) =>
        writes.putAccount({ ...account, passwordHash: 'first', source: 'file', digest: undefined }, now),
      )
      const begin = ({ sessions }: Stores, hash: string, password: string) =>
        sessions.begin({ ...newSession(hash), accountId: 'dave' }, versionOfPassword(password), undefined)
      for (let round = 0; round < racers; round++) {
        const [old, next] = [round === 0 ? 'first' : `password ${round - 1}`, `password ${round}`]
        await Promise.all([
          race(a, b, (stores) => begin(stores, newAuthorization().id, old)),
          b.provisioning.change((writes) => writes.setAccountPasswordHash('dave', next)),
          race(a, b, (stores) => begin(stores, newAuthorization().id, old)),
        ])
        assert.deepEqual(await a.sessions.list('dave', now), [], `round ${round}`)
        assert.equal(await begin(a, `late of ${round}`, old), false)
        assert.equal(await begin(b, `late of ${round}`, next), true)
      }
      await a.provisioning.change((writes) => writes.setAccountDisabled('dave', true))
      assert.equal(await begin(b, 'of nobody', `password ${racers - 1}`), false)
      assert.deepEqual(await a.sessions.list('dave', now), [])
    },
  },
]
