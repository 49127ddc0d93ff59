import assert from 'node:assert/strict'
import { newToken, now } from './entries.ts'
import type { Promised } from './promise.ts'

/** The promises of the stores for reads: no read of `OAuthStores` is older than an acknowledged write. */
export const readPromises: readonly Promised[] = [
  {
    title: 'a read sees every write that any process acknowledged before it, even within one turn of the event loop',
    async hold(a, b) {
      for (const writer of [a, b]) {
        const token = newToken()
        const find = async () => (await a.oauth.findAccessToken(token.hash))?.id
        // SQLite commits in the last phase of a turn; a read requested just before runs just before it.
        const early = new Promise((resolve) => setImmediate(() => resolve(find())))
        await writer.oauth.transaction((stores) => stores.addAccessToken(token))
        assert.equal(await find(), token.id)
        await early
      }
    },
  },
  {
    title: "a client's insecure option is found by its name, wherever else the name occurs",
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
