import assert from 'node:assert/strict'
import { hashSecret } from '../../oauth/hash.ts'
import { random } from '../../secrets/random.ts'
import { sweep } from '../sweep.ts'
import { newAuthorization, newCode, newFamily, newToken, now } from './entries.ts'
import { type Promised, race, racers } from './promise.ts'

/** The promises of the stores for codes, token families, access tokens, their transactions, and the sweep. */
export const tokenPromises: readonly Promised[] = [
  {
    title: 'the context of a grant is stored with codes, token families and access tokens',
    async hold(a, b) {
      const context = { authenticatedAt: now, nonce: 'n-0S6', amr: ['pwd'], actor: { sub: 'support' } }
      const [code, family] = [newCode({ context }), newFamily({ context })]
      const claims = { authorization_details: [{ type: 'payment' }] }
      const tokens = [newToken({ context, claims }), newToken({ context }), newToken({ claims }), newToken()]
      await a.oauth.transaction(async (stores) => {
        await stores.addCode(code)
        await stores.addFamily(family)
        for (const token of tokens) await stores.addAccessToken(token)
      })
      const redeemed = await b.oauth.transaction((stores) => stores.redeemCode(code.hash, 'web', now))
      assert.deepEqual(redeemed, { outcome: 'redeemed', code })
      assert.deepEqual(await b.oauth.findFamily(family.id), family)
      const held = await b.oauth.transaction((stores) => stores.holdFamily(family.id))
      assert.deepEqual(held?.context, context)
      for (const token of tokens) {
        const { revoked, status, ...found } = (await b.oauth.findAccessToken(token.hash)) ?? {}
        assert.deepEqual(found, token)
      }
    },
  },
  {
    title:
      'of many concurrent callers with one code, exactly one gets redeemed and the others replayed (RFC 6749 §4.1.2)',
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
    title: 'of many concurrent callers with one client assertion, exactly one uses it up (RFC 7523 §3)',
    async hold(a, b, databases) {
      const hash = hashSecret('assertion', random(16))
      const outcomes = await race(a, b, ({ oauth }) => oauth.spendAssertion(hash, now + 1000))
      assert.deepEqual(
        outcomes.filter((isFirst) => isFirst),
        [true],
      )
      assert.equal(await a.oauth.spendAssertion(hash, now + 1000), false)
      assert.equal(await a.oauth.spendAssertion(hashSecret('assertion', random(16)), now + 1000), true)
      const [database] = databases
      assert.equal(await sweep(database, now + 60_000), 0, 'a node whose clock is behind may still accept them')
      assert.equal(await sweep(database, now + 70_000), 2)
    },
  },
  {
    title: 'a code is unknown to another client, and stays valid (RFC 6749 §4.1.3)',
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
    title:
      'of many concurrent callers for a token family, each holds it alone and sees the previous change (RFC 9700 §4.14.2)',
    async hold(a, b) {
      const family = newFamily()
      await a.oauth.transaction((stores) => stores.addFamily(family))
      const found = await race(a, b, ({ oauth }) =>
        oauth.transaction(async (stores) => {
          const held = await stores.holdFamily(family.id)
          const step = { id: family.id, usedFrom: undefined }
          if (held !== undefined)
            await stores.rotateFamily({
              ...step,
              from: held.generation,
              to: held.generation + 1,
              now: now + held.generation,
            })
          return held?.generation
        }, family.id),
      )
      const each = found.map((_, at) => at)
      assert.deepEqual(
        found.map(Number).sort((x, y) => x - y),
        each,
      )
      const after = await b.oauth.findFamily(family.id)
      assert.deepEqual(after, { ...family, generation: found.length, rotatedAt: now + found.length - 1 })
    },
  },
  {
    title: 'a revoked token family is not rotated, and stays revoked (RFC 7009 §2.1)',
    async hold(a, b) {
      const family = newFamily()
      await a.oauth.transaction((stores) => stores.addFamily(family))
      await a.oauth.transaction((stores) => stores.revokeFamily(family.id, now))
      assert.equal((await b.oauth.findFamily(family.id))?.revoked, true)
      await b.oauth.transaction((stores) =>
        stores.rotateFamily({ id: family.id, from: 0, to: 1, now, usedFrom: undefined }),
      )
      assert.deepEqual(await b.oauth.findFamily(family.id), { ...family, revoked: true })
    },
  },
  {
    title:
      'an authorization is revoked once, with its last token family, even if two are revoked at the same time (RFC 7009 §2.1)',
    async hold(a, b) {
      const keys = Array.from({ length: racers }, () => newAuthorization())
      const status = (id: string) => b.oauth.findGrantStatus({ accountId: 'alice', authorizationId: id })
      const ended = await Promise.all(
        keys.map(async (key) => {
          const [one, two, three] = [1, 2, 3].map(() => newFamily({ authorizationId: key.id }))
          if (one === undefined || two === undefined || three === undefined) return []
          await a.oauth.transaction(async (stores) => {
            await stores.addAuthorization(key)
            for (const line of [one, two, three]) await stores.addFamily(line)
            await stores.addFamily(newFamily({ authorizationId: key.id, expiresAt: now }))
          })
          assert.equal(await a.oauth.revokeGrant(three, now), false)
          assert.deepEqual((await status(key.id)).authorization, key)
          return Promise.all([a.oauth.revokeGrant(one, now), b.oauth.revokeGrant(two, now)])
        }),
      )
      for (const both of ended) assert.deepEqual(both.toSorted(), [false, true])
      for (const { id } of keys) assert.equal((await status(id)).authorization, undefined)
    },
  },
  {
    title: 'the grant status shows whether account, authorization and token family are active, and the current rights',
    async hold(a, b) {
      const key = newAuthorization()
      const family = newFamily({ authorizationId: key.id })
      await a.oauth.transaction(async (stores) => {
        await stores.addAuthorization(key)
        await stores.addFamily(family)
      })
      const ask = { accountId: 'alice', authorizationId: key.id, familyId: family.id }
      const all = {
        accountActive: true,
        username: 'alice',
        accountValidAfter: 0,
        authorization: key,
        familyRevoked: false,
      }
      assert.deepEqual(await b.oauth.findGrantStatus(ask), all)
      const held = async () => (await b.oauth.transaction((stores) => stores.holdFamily(family.id)))?.status
      assert.deepEqual(await held(), all)
      assert.equal((await b.oauth.findGrantStatus({ ...ask, accountId: 'bob' })).authorization, undefined)
      assert.equal((await b.oauth.findGrantStatus({ ...ask, accountId: 'nobody' })).accountActive, false)
      await a.oauth.transaction((stores) => stores.revokeFamily(family.id, now))
      assert.equal((await b.oauth.findGrantStatus(ask)).familyRevoked, true)
      assert.equal((await held())?.familyRevoked, true)
      assert.equal(await a.ownerAuthorizations.revoke(key.id, 'alice', now), true)
      assert.equal((await b.oauth.findGrantStatus(ask)).authorization, undefined)
      assert.equal((await held())?.authorization, undefined)
      await a.provisioning.change((writes) => writes.setAccountDisabled('alice', true))
      assert.equal((await b.oauth.findGrantStatus(ask)).accountActive, false)
      assert.equal((await held())?.accountActive, false)
      await a.provisioning.change((writes) => writes.setAccountDisabled('alice', false))
    },
  },
  {
    title: 'an access token is found as it was added, and revoked for every process',
    async hold(a, b) {
      const key = newAuthorization()
      const token = newToken({ authorizationId: key.id })
      await a.oauth.transaction(async (stores) => {
        await stores.addAuthorization(key)
        await stores.addAccessToken(token)
      })
      const found = await b.oauth.findAccessToken(token.hash)
      assert.equal(found?.revoked, false)
      assert.deepEqual(found?.rights, token.rights)
      assert.deepEqual(found?.status?.authorization, key)
      assert.deepEqual([found?.issuedAt, found?.expiresAt], [token.issuedAt, token.expiresAt])
      await a.oauth.revokeAccessToken(token.hash, now)
      assert.equal((await b.oauth.findAccessToken(token.hash))?.revoked, true)
    },
  },
  {
    title: 'a JWT is revoked permanently, even if it is revoked repeatedly',
    async hold(a, b) {
      assert.equal(await b.oauth.isJwtRevoked('some-jti'), false)
      await race(a, b, ({ oauth }) => oauth.revokeJwt('some-jti', now + 1000))
      assert.equal(await b.oauth.isJwtRevoked('some-jti'), true)
    },
  },
  {
    title: 'a failed transaction leaves nothing, and does not roll back others in the same commit',
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
    title: 'a statement that the database refuses fails only its own transaction',
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
    title: 'the sweep removes rows that expired a day ago and keeps those needed to detect a replay',
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
