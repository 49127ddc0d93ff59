import assert from 'node:assert/strict'
import { newToken } from './entries.ts'
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
]
