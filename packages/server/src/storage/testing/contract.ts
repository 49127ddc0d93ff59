import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../database.ts'
import { openDatabase } from '../open-database.ts'
import { accountPromises } from './contract-accounts.ts'
import { authorizationPromises } from './contract-authorizations.ts'
import { entryPromises } from './contract-entries.ts'
import { loginPromises } from './contract-logins.ts'
import { ownAccountPromises } from './contract-own-account.ts'
import { readPromises } from './contract-reads.ts'
import { tokenPromises } from './contract-tokens.ts'
import { orMissing, type TestEngine, type TestPlace } from './engines.ts'
import { createStores, now, seed } from './entries.ts'

const promises = [
  ...readPromises,
  ...tokenPromises,
  ...authorizationPromises,
  ...loginPromises,
  ...accountPromises,
  ...ownAccountPromises,
  ...entryPromises,
]

/** Tests the promises documented on the ports against one engine; skipped if this machine lacks it. */
export async function holdContract(engine: TestEngine): Promise<void> {
  const started = await orMissing(engine.start())
  if ('missing' in started) {
    test(`${engine.name} keeps the promises of the stores`, { skip: started.missing })
    return
  }
  const place: TestPlace = started
  describe(`${engine.name} keeps the promises of the stores`, () => {
    const opened: Database[] = []
    before(async () => {
      const url = place.create('contract')
      opened.push(...(await Promise.all([openDatabase(url, now), openDatabase(url, now)])))
      await seed(createStores(only(opened[0])))
    })
    after(async () => {
      for (const database of opened) await database.close()
      await place.stop()
    })
    for (const { title, hold } of promises) {
      test(title, () => {
        const [a, b] = [only(opened[0]), only(opened[1])]
        return hold(createStores(a), createStores(b), [a, b])
      })
    }
    test('two processes that start on an empty database at once both find the complete schema', async () => {
      for (let time = 0; time < 5; time++) {
        const url = place.create(`empty${time}`)
        const databases = await Promise.all([1, 2, 3].map(() => openDatabase(url, now)))
        for (const database of databases) {
          assert.deepEqual(await createStores(database).provisioning.listClients(), [])
          await database.close()
        }
      }
    })
  })
}

function only(database: Database | undefined): Database {
  if (database === undefined) throw new Error('the database was not opened')
  return database
}
