import assert from 'node:assert/strict'
import { noteUses } from '../stores/owner-authorizations.ts'
import { newAuthorization, newSession, now, passwordHash, type Stores, versionOfPassword } from './entries.ts'
import { type Promised, race, racers } from './promise.ts'

const version = versionOfPassword(passwordHash)

/** The limits for interactions in these tests. */
const most = { ofAccount: 3, ofAddressPrefix: 5 }

/** The promises of the stores of authorizations, sessions, interactions and clients. */
export const accountPromises: readonly Promised[] = [
  {
    title: 'authorizations are listed newest first, without expired or revoked ones',
    async hold(a, b) {
      const own = { accountId: 'bob', clientId: 'other' }
      const old = newAuthorization({ ...own, createdAt: now - 5 })
      const fresh = newAuthorization({ ...own, endsAt: now + 1000 })
      const ended = newAuthorization({ ...own, endsAt: now - 1 })
      const gone = newAuthorization(own)
      await a.oauth.transaction(async (stores) => {
        for (const key of [old, ended, gone]) await stores.addAuthorization(key)
        await stores.addAuthorization(fresh, 'a browser')
      })
      await a.ownerAuthorizations.revoke(gone.id, 'bob', now)
      assert.deepEqual(await b.oauth.listAuthorizations('bob', 'other', now), [fresh, old])
      const listed = (await b.ownerAuthorizations.list('bob', now)).map(({ id, userAgent }) => [id, userAgent])
      assert.deepEqual(listed, [
        [fresh.id, 'a browser'],
        [old.id, undefined],
      ])
      assert.deepEqual(await b.oauth.listAuthorizations('alice', 'other', now), [])
    },
  },
  {
    title: 'an authorization is changed only by its account and only from its current state, and is revoked once',
    async hold(a, b) {
      const early = { resource: 'https://contacts.example.com', scope: ['read'], endsAt: now + 300 }
      const key = newAuthorization({ earlyEnds: [early], redirectUri: 'com.example.app:/callback' })
      await a.oauth.transaction((stores) => stores.addAuthorization(key))
      const listed = await b.oauth.listAuthorizations('alice', 'web', now)
      assert.deepEqual(
        listed.find(({ id }) => id === key.id),
        key,
      )
      const one = [{ resource: key.rights[0]?.resource ?? '', scope: ['read'] }]
      const change = { id: key.id, accountId: 'alice', was: key.rights, rights: one, earlyEnds: [], endsAt: now + 500 }
      assert.equal(await a.ownerAuthorizations.narrow({ ...change, accountId: 'bob' }), false)
      assert.equal(
        (await race(a, b, ({ ownerAuthorizations }) => ownerAuthorizations.narrow(change))).filter(Boolean).length,
        1,
      )
      const { authorization } = await b.oauth.findGrantStatus({ accountId: 'alice', authorizationId: key.id })
      assert.deepEqual(authorization, { ...key, rights: one, earlyEnds: [], endsAt: now + 500 })
      assert.equal(await a.ownerAuthorizations.revoke(key.id, 'bob', now), false)
      const taken = await race(a, b, ({ ownerAuthorizations }) => ownerAuthorizations.revoke(key.id, 'alice', now))
      assert.equal(taken.filter(Boolean).length, 1)
    },
  },
  {
    title: 'a revocation is undone once, only by its account, and never after another one',
    async hold(a, b) {
      const key = newAuthorization()
      await a.oauth.transaction((stores) => stores.addAuthorization(key))
      const one = { accountId: 'alice', revokedAt: now + 1, what: { id: key.id } }
      assert.deepEqual(await a.ownerAuthorizations.restore(one), [], 'nothing was revoked')
      await a.ownerAuthorizations.revoke(key.id, 'alice', now + 1)
      assert.deepEqual(await a.ownerAuthorizations.restore({ ...one, accountId: 'bob' }), [])
      const undone = await race(a, b, ({ ownerAuthorizations }) => ownerAuthorizations.restore(one))
      assert.deepEqual(undone.flat(), [{ id: key.id, clientId: key.clientId }])
      const status = await b.oauth.findGrantStatus({ accountId: 'alice', authorizationId: key.id })
      assert.deepEqual(status.authorization, key)
      await b.ownerAuthorizations.revoke(key.id, 'alice', now + 2)
      assert.deepEqual(await a.ownerAuthorizations.restore(one), [], 'of an earlier revocation')
    },
  },
  {
    title: 'keys that were not used since a moment are revoked together, others never, and that is undone together',
    async hold(a, b, [one]) {
      const own = { accountId: 'bob', clientId: 'other' }
      const keys = [10, 20, 30, 40].map((age) => newAuthorization({ ...own, createdAt: now - age }))
      await a.oauth.transaction(async (stores) => {
        for (const key of keys) await stores.addAuthorization(key)
      })
      const [young, unused, used, early] = keys
      assert.ok(young && unused && used && early)
      await noteUses(one, [
        { id: used.id, times: 1, lastUsedAt: now - 5 },
        { id: early.id, times: 1, lastUsedAt: now - 35 },
      ])
      const mine = (found: readonly { readonly id: string }[]) =>
        found
          .map(({ id }) => keys.findIndex((key) => key.id === id))
          .filter((at) => at >= 0)
          .sort()
      const before = now - 15
      assert.deepEqual(mine(await a.ownerAuthorizations.revokeUnused('bob', before, now + 3)), [1, 3])
      assert.deepEqual(mine(await b.ownerAuthorizations.list('bob', now)), [0, 2])
      const undo = { accountId: 'bob', revokedAt: now + 3, what: { before } }
      const undone = await race(a, b, ({ ownerAuthorizations }) => ownerAuthorizations.restore(undo))
      assert.deepEqual(mine(undone.flat()), [1, 3])
      for (const { id } of keys) await a.ownerAuthorizations.revoke(id, 'bob', now)
    },
  },
  {
    title: 'an expiry set by the user is never moved or removed by a concurrent change',
    async hold(a, b) {
      const endAfter = async (endsAt: number | undefined, ...ends: readonly (number | undefined)[]) => {
        const key = newAuthorization({ endsAt })
        await a.oauth.transaction((stores) => stores.addAuthorization(key))
        const change = { id: key.id, accountId: 'alice', was: key.rights, rights: key.rights, earlyEnds: [] }
        const done = await Promise.all(
          ends.map((end, index) => (index % 2 === 0 ? a : b).ownerAuthorizations.narrow({ ...change, endsAt: end })),
        )
        assert.ok(done.every(Boolean), `${ends}: ${done}`)
        const { authorization } = await b.oauth.findGrantStatus({ accountId: 'alice', authorizationId: key.id })
        return authorization?.endsAt
      }
      const [soon, later] = [now + 4000, now + 8000]
      assert.equal(await endAfter(undefined, undefined, undefined), undefined)
      assert.equal(await endAfter(later, undefined), later)
      assert.equal(await endAfter(soon, later), soon)
      for (const ends of [
        [soon, undefined],
        [undefined, soon],
        // The first and the third run concurrently on one connection.
        [soon, undefined, later, later],
        [later, later, soon, undefined],
      ]) {
        assert.equal(await endAfter(undefined, ...ends), soon, `${ends}`)
      }
    },
  },
  {
    title: 'uses of many authorizations recorded by two nodes at once are all counted, without a deadlock',
    async hold(a, b, [one, two]) {
      const keys = Array.from({ length: 300 }, () => newAuthorization({ accountId: 'bob' }))
      await a.oauth.transaction(async (stores) => {
        for (const key of keys) await stores.addAuthorization(key)
      })
      const uses = keys.map(({ id }) => ({ id, times: 1, lastUsedAt: now }))
      const began = performance.now()
      for (let round = 0; round < 6; round++) {
        await Promise.all([noteUses(one, uses), noteUses(two, uses.toReversed())])
      }
      assert.ok(performance.now() - began < 900, 'PostgreSQL takes a second to detect a deadlock')
      const ids = new Set(keys.map(({ id }) => id))
      const counts = (await b.ownerAuthorizations.list('bob', now))
        .filter(({ id }) => ids.has(id))
        .map((key) => key.useCount)
      assert.deepEqual([counts.length, ...new Set(counts)], [300, 12])
      for (const id of ids) await a.ownerAuthorizations.revoke(id, 'bob', now)
    },
  },
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
  {
    title: 'an account entry without a password keeps the current one, and one with a password sets it',
    async hold(a, b) {
      const entry = { id: 'carol', username: 'carol', normalizedUsername: 'carol', claims: {}, source: 'file' } as const
      const put = (passwordHash: string | undefined, disabled: boolean) =>
        a.provisioning.change((writes) =>
          writes.putAccount({ ...entry, passwordHash, disabled, digest: undefined }, now),
        )
      const stored = async () =>
        (await b.provisioning.listAccounts()).find(({ username }) => username === 'carol')?.passwordHash
      await put(undefined, false)
      assert.equal(await stored(), undefined)
      await a.provisioning.change((writes) => writes.setAccountPasswordHash('carol', 'by command'))
      await put(undefined, true)
      assert.equal(await stored(), 'by command')
      await put('by file', false)
      assert.equal(await stored(), 'by file')
    },
  },
  {
    title:
      "a process sees a client's change after it clears its cache, and removing the client revokes its authorizations",
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
      const key = newAuthorization({ clientId: 'doomed' })
      await a.oauth.transaction((stores) => stores.addAuthorization(key))
      assert.equal(await a.provisioning.change((writes) => writes.removeClient('doomed', now)), true)
      b.catalog.forget()
      assert.equal(await b.oauth.findClient('doomed'), undefined)
      assert.deepEqual(await b.oauth.listAuthorizations('alice', 'doomed', now), [])
    },
  },
]
