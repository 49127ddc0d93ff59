import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPasswordHasher } from '../accounts/passwords/hasher.ts'
import { standardFeatures } from '../oauth/features.ts'
import { random } from '../secrets/random.ts'
import { openDatabase } from '../storage/open-database.ts'
import { adminChain } from '../storage/stores/audit/audit-chain.ts'
import { listRows } from '../storage/stores/audit/statements.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { createStores, now } from '../storage/testing/entries.ts'
import { addAccount } from './accounts/add-account.ts'
import { setAccountDisabled } from './accounts/set-account-disabled.ts'
import { addClient, readNewClient } from './clients/add-client.ts'
import { updateClient } from './clients/update-client.ts'
import { ManagementError } from './management-error.ts'

const features = standardFeatures

await onEachEngine('use cases', ({ create, name }) => {
  test(`${name}: the audit log names the actor of each use case, and faults name member, fix and clause`, async () => {
    const database = await openDatabase(create('actors'), now)
    const { provisioning: store } = createStores(database)
    const by = (actor: string) => ({ store, now, actor, source: 'command', features }) as const
    const hasher = createPasswordHasher()
    const wanted = { client_id: 'web', redirect_uris: ['https://app.example.com/callback'] }
    const client = readNewClient(wanted, { features, random })
    assert.ok(client.generatedSecret)
    const racing = await Promise.allSettled(
      ['one', 'two'].map((actor) => addClient(client, { ...by(actor), hasher, seal: (text) => text })),
    )
    assert.deepEqual(racing.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await addAccount({ username: 'Dora', password: 'explore the marsh' }, { ...by('carol'), hasher, random })
    await setAccountDisabled('dora', true, { store, now })
    const rows = await database.run(listRows, { chain: adminChain, after: 0 })
    const winner = racing[0]?.status === 'fulfilled' ? 'one' : 'two'
    assert.deepEqual(
      rows.slice(1).map(({ type, actor }) => [type, actor]),
      [
        ['client.saved', winner],
        ['account.saved', 'carol'],
        ['account.disabled', 'a test'],
      ],
    )

    await assert.rejects(updateClient('web', { grant_types: ['implicit'] }, by('one')), (error) => {
      assert.ok(error instanceof ManagementError)
      assert.equal(error.code, 'invalid')
      const [fault] = error.faults
      assert.deepEqual([fault?.where, fault?.option, fault?.clause], ['web', ['grant_types'], 'RFC 9700 §2.1.2'])
      assert.match(fault?.fix ?? '', /allowImplicit/)
      return true
    })
    await assert.rejects(updateClient('wed', { scope: 'read' }, by('one')), { code: 'unknown' })
    await database.close()
  })
})
