import assert from 'node:assert/strict'
import { newAuthorization, now } from './entries.ts'
import type { Promised } from './promise.ts'

/** The promises of accounts and clients that an operator declares. */
export const accountPromises: readonly Promised[] = [
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
