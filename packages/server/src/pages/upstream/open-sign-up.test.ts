import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../testing/server.ts'
import { openIdEntry, startFakeProvider } from './provider.testing.ts'

const fake = await startFakeProvider()

test('with signUp open a user of a provider may create an account without createAccounts; by invitation, not', async () => {
  for (const [signUp, mayCreate] of [
    ['open', true],
    ['invitation', false],
  ] as const) {
    const server = await startServer(() => ({
      outbound: { allowHosts: [fake.host] },
      signUp,
      upstream: [openIdEntry(fake)],
    }))
    const browser = server.browser()
    fake.user = { sub: 'new', name: 'Nina New' }
    const start = await browser.open(`${server.issuer}/login/with/fake`)
    const page = await browser.follow(await browser.open(fake.allow(start.location ?? '')), server.issuer)
    assert.equal(page.html.includes('name="username"'), mayCreate, signUp)
  }
})
