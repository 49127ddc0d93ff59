import assert from 'node:assert/strict'
import { noteUses } from '../stores/owner-authorizations.ts'
import { newAuthorization, now } from './entries.ts'
import { type Promised, race } from './promise.ts'

/** The promises of authorizations, as their users see and change them. */
export const authorizationPromises: readonly Promised[] = [
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
]
