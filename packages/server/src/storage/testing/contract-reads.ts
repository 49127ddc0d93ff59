import assert from 'node:assert/strict'
import { newToken, now } from './entries.ts'
import type { Promised } from './promise.ts'

/** What the stores promise of reads: of `OAuthStores`, that none is older than a write that was answered. */
export const readPromises: readonly Promised[] = [
  {
    title: 'a read sees what any process answered before it, whatever was read in the same turn of the event loop',
    async hold(a, b) {
      for (const writer of [a, b]) {
        const token = newToken()
        const find = async () => (await a.oauth.findAccessToken(token.hash))?.id
        // SQLite commits in the last phase of a turn, and what is asked for just before it there is read just before it.
        const early = new Promise((resolve) => setImmediate(() => resolve(find())))
        await writer.oauth.transaction((stores) => stores.addAccessToken(token))
        assert.equal(await find(), token.id)
        await early
      }
    },
  },
  {
    title: 'any insecure option that a client is allowed is found by its name, wherever its name is also written',
    async hold(a, b) {
      const option = (name: string) => ({ option: name, clause: '', cost: '', instead: '' })
      const asked = ['allowPassword', 'allowBadges', 'allowNothing'].map(option)
      const registration = {
        client_id: 'badges',
        client_name: 'not "allowNothing":true',
        dangerously: { allowBadges: true, allowPassword: true, allowNothing: false },
      }
      const find = async (catalog: typeof a.catalog) => {
        catalog.forget()
        return [...(await catalog.findInsecureOptions(asked))]
      }
      assert.deepEqual(await find(b.catalog), [])
      const entry = { registration, secretHash: undefined, source: 'command', digest: undefined } as const
      await a.provisioning.change((writes) => writes.putClient(entry, now))
      assert.deepEqual(await find(b.catalog), ['allowPassword', 'allowBadges'])
      assert.equal(await a.catalog.findInsecureOptions(asked), await a.catalog.findInsecureOptions(asked))
      const others = { registration: { ...registration, dangerously: { allowBadges: true } } }
      await a.provisioning.change((writes) => writes.putClient({ ...entry, ...others }, now))
      assert.deepEqual(await find(b.catalog), ['allowBadges'])
      await a.provisioning.change((writes) => writes.removeClient('badges', now))
      assert.deepEqual(await find(b.catalog), [])
    },
  },
]
