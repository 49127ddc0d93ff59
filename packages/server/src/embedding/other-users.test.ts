import assert from 'node:assert/strict'
import { test } from 'node:test'
import { people, startServer } from '../testing/server.ts'

/** What the login page offers to the accounts of this server only. */
const ownWays = /href="\/(?:recover|sign-up)|name="passkey|data-passkey/

const ldap = {
  url: 'ldap://127.0.0.1:1',
  bindDn: 'cn=admin,dc=example,dc=com',
  bindPassword: 'secret of the directory',
  searchBase: 'dc=example,dc=com',
  filter: '(uid={username})',
  id: 'entryUUID',
}

const alice = { id: 'user-7', username: 'alice', claims: { name: 'Alice of the app' } }
const accounts = {
  findByUsername: async (username: string) => (username === 'alice' ? alice : undefined),
  findById: async (id: string) => (id === alice.id ? alice : undefined),
  verifyPassword: async (user: unknown, given: string) => user !== undefined && given === people.alice.password,
}

test('users of an LDAP directory are offered no recovery, sign-up or passkey here', async () => {
  const own = await startServer(() => ({ signUp: 'open' }))
  assert.match((await own.browser().open(`${own.issuer}/login`)).html, ownWays)
  const server = await startServer(() => ({ ldap }))
  const { status, html } = await server.browser().open(`${server.issuer}/login`)
  assert.equal(status, 200)
  assert.doesNotMatch(html, ownWays)
  for (const path of ['/recover', '/recover/password', '/sign-up'])
    assert.equal((await server.browser().open(server.issuer + path)).status, 404, path)
})

test('users of an application change neither password, passkeys nor profile here', async () => {
  const server = await startServer(() => ({}), { accounts })
  const browser = server.browser()
  const login = await browser.open(`${server.issuer}/login?to=/account`)
  assert.doesNotMatch(login.html, ownWays)
  const overview = await browser.follow(await browser.submit(login, 'username', people.alice))
  assert.match(overview.html, /Alice of the app/)
  assert.doesNotMatch(overview.html, /href="\/account\/(?:password|passkeys)/)
  assert.match(String((await browser.open(`${server.issuer}/account/password`)).location), /\/account$/)
  const profile = await browser.open(`${server.issuer}/account/profile`)
  assert.equal(profile.status, 200)
  assert.doesNotMatch(profile.html, /name="(?:given_name|nickname)"/)
})
