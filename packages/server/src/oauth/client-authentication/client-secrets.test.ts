import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toClient } from '../client.ts'
import { standardFeatures } from '../features.ts'
import { createClientSecrets } from './client-secrets.ts'

test('a wrong secret costs as many slow hashes during a rotation as outside one, and for an unknown client', async () => {
  let hashes = 0
  const hasher = {
    hash: async () => '',
    async verify(hash: string | undefined, secret: string) {
      hashes++
      return hash === `slow ${secret}`
    },
  }
  const secrets = createClientSecrets(hasher, () => 0, { open: () => undefined })
  const clientOf = (hash: string | undefined, previous?: string) =>
    toClient({ client_id: 'a' }, hash, standardFeatures, {
      isDynamic: false,
      validAfter: 0,
      ownValidAfter: 0,
      previousSecret: previous === undefined ? undefined : { hash: previous, until: 1 },
    })
  for (const client of [
    undefined,
    clientOf(undefined),
    clientOf('sha256:x'),
    clientOf('slow one'),
    clientOf('slow one', 'slow two'),
    clientOf('sha256:x', 'slow two'),
    clientOf('sha256:x', 'sha256:y'),
  ]) {
    hashes = 0
    assert.equal(await secrets.verify(client, 'wrong', {}), undefined)
    assert.equal(hashes, 2)
  }
  for (const right of ['one', 'two'])
    assert.equal(await secrets.verify(clientOf('slow one', 'slow two'), right, {}), `slow ${right}`)
})
