import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../storage/open-database.ts'
import { createProvisioningStore } from '../../storage/stores/provisioning.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { assertGranted, assertRefused, startServer } from '../../testing/server.ts'

const password = 'purple otters sing'
const imported = '$2b$06$abcdefghijklmnopqrstuul24a8KCKwO58C60nvnhfaHYtLoS2X..'
const others = { password: 'sea lions at noon' }

await onEachEngine('imported hashes', ({ create, name }) => {
  const start = async (label: string) => {
    const url = create(label)
    const server = await startServer(() => ({ database: url }))
    const database = await openDatabase(url, Date.now(), 'refuse')
    const store = createProvisioningStore(database, { note: async () => {} })
    const put = (passwordHash: string | undefined) =>
      store.change(async (writes) => {
        const account = { id: 'dora-1', username: 'Dora', normalizedUsername: 'dora', claims: {}, disabled: false }
        await writes.putAccount({ ...account, passwordHash, source: 'command', digest: undefined }, Date.now())
      })
    await put(imported)
    const hashOf = async () => (await store.findAccount('dora'))?.passwordHash ?? ''
    const byPassword = (given: string) =>
      server.token('password', { grant_type: 'password', username: 'dora', scope: 'read', password: given })
    const close = async () => {
      await database.close()
      await server.close()
    }
    return { server, store, put, hashOf, byPassword, close }
  }

  test(`${name}: a login in a browser with an imported hash succeeds, and the password is hashed with argon2id`, async () => {
    const { server, hashOf, byPassword, close } = await start('browser')
    const browser = server.browser()
    const page = await browser.open(`${server.issuer}/login`)
    assert.equal((await browser.submit(page, 'username', { username: 'dora', password: 'wrong' })).status, 400)
    assert.equal(await hashOf(), imported, 'a wrong password changes nothing')
    const again = await browser.open(`${server.issuer}/login`)
    assert.equal((await browser.submit(again, 'username', { username: 'dora', password })).status, 303)
    assert.match(await hashOf(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200, 'the session has begun')
    assertGranted(await byPassword(password))
    assertRefused(await byPassword('wrong'), 'invalid_grant')
    await close()
  })

  test(`${name}: of many first logins at once each succeeds, and the hash is replaced once`, async () => {
    const { server, hashOf, close } = await start('race')
    const browsers = Array.from({ length: 8 }, () => server.browser())
    const replies = await Promise.all(
      browsers.map(async (browser) => {
        const page = await browser.open(`${server.issuer}/login`)
        return (await browser.submit(page, 'username', { username: 'dora', password })).status
      }),
    )
    assert.deepEqual(new Set(replies), new Set([303]))
    const hash = await hashOf()
    assert.match(hash, /^\$argon2id\$/)
    for (const browser of browsers) assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200)
    await close()
  })

  test(`${name}: a new password that is set during the first login stays, whichever is first`, async () => {
    const { server, store, put, hashOf, byPassword, close } = await start('change')
    const { createPasswordHasher } = await import('./hasher.ts')
    const next = await createPasswordHasher().hash(others.password)
    for (let round = 0; round < 6; round++) {
      await put(imported)
      const browser = server.browser()
      const page = await browser.open(`${server.issuer}/login`)
      const login = browser.submit(page, 'username', { username: 'dora', password })
      await new Promise((resolve) => setTimeout(resolve, round * 8))
      await store.change((writes) => writes.setAccountPasswordHash('dora', next))
      await login
      assert.equal(await hashOf(), next)
      assert.equal((await browser.open(`${server.issuer}/keys`)).status, 303, 'the old password began no session')
    }
    assertGranted(await byPassword(others.password))
    assertRefused(await byPassword(password), 'invalid_grant')
    await close()
  })
})
