import assert from 'node:assert/strict'
import { newAuthorization, newSession, now, passwordHash, type Stores, versionOfPassword } from './entries.ts'
import { type Promised, race } from './promise.ts'

const checkedVersion = versionOfPassword(passwordHash)

const add = ({ provisioning }: Stores, id: string) =>
  provisioning.change((writes) => {
    const account = { id, username: id, normalizedUsername: id, claims: {}, disabled: false, passwordHash }
    return writes.putAccount({ ...account, source: 'command', file: undefined, digest: undefined }, now)
  })

/** The promises of what users change of their own accounts. */
export const ownAccountPromises: readonly Promised[] = [
  {
    title: 'of concurrent new passwords one is set, and it ends every session but one',
    async hold(a, b) {
      await add(a, 'user of a password')
      for (const hash of ['c1', 'c2', 'c3'])
        await a.sessions.begin({ ...newSession(hash), accountId: 'user of a password' }, checkedVersion, undefined)
      let tries = 0
      const change = { id: 'user of a password', checkedVersion, sessionHash: 'c2', notice: undefined }
      const set = await race(a, b, ({ ownAccounts }) => {
        tries += 1
        return ownAccounts.changePassword({ ...change, passwordHash: `hash ${tries}`, version: `version ${tries}` })
      })
      assert.equal(set.filter(Boolean).length, 1)
      assert.deepEqual(
        (await b.sessions.list('user of a password', now)).map(({ hash }) => hash),
        ['c2'],
      )
      const late = { ...newSession('c4'), accountId: 'user of a password' }
      assert.equal(await b.sessions.begin(late, checkedVersion, undefined), false, 'a login in progress fails')
    },
  },
  {
    title: 'of concurrent changes of the same claims one is made',
    async hold(a, b) {
      await add(a, 'user of claims')
      let tries = 0
      const made = await race(a, b, ({ ownAccounts }) => {
        tries += 1
        return ownAccounts.changeClaims({
          id: 'user of claims',
          was: {},
          claims: { nickname: `d${tries}` },
          now: now + 5,
        })
      })
      assert.equal(made.filter(Boolean).length, 1)
      assert.equal((await b.ownAccounts.find('user of claims'))?.updatedAt, now + 5)
    },
  },
  {
    title: 'a deletion is requested once, can be cancelled until its time, and takes everything of the account',
    async hold(a, b) {
      await add(a, 'leaver')
      await a.sessions.begin({ ...newSession('e1'), accountId: 'leaver' }, checkedVersion, undefined)
      const key = newAuthorization({ accountId: 'leaver' })
      await a.oauth.transaction((stores) => stores.addAuthorization(key))
      const asked = await race(a, b, ({ accountData }) => accountData.requestDeletion('leaver', now + 10, undefined))
      assert.equal(asked.filter(Boolean).length, 1)
      assert.deepEqual(await b.sessions.list('leaver', now), [])
      const none = () => undefined
      assert.equal(await b.accountData.deleteDue(now + 9, none), 0)
      assert.equal(await b.accountData.cancelDeletion('leaver', undefined), true)
      assert.equal(await a.accountData.deleteDue(now + 11, none), 0)
      await a.accountData.requestDeletion('leaver', now + 10, undefined)
      const deleted = await race(a, b, ({ accountData }) => accountData.deleteDue(now + 10, none))
      assert.equal(
        deleted.reduce((sum, count) => sum + count, 0),
        1,
      )
      assert.equal(await b.ownAccounts.find('leaver'), undefined)
      assert.deepEqual(await b.ownerAuthorizations.list('leaver', now), [])
      assert.deepEqual(await b.accountData.export('leaver'), {})
    },
  },
]
