import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DirectoryUser, UserDirectory } from '../accounts/user-directory.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { assertGranted, assertRefused, people, startServer } from '../testing/server.ts'

/** The user table of an application: `alice` with the tests' password. */
function createUsers() {
  const state = {
    alice: { id: 'user-7', username: 'alice', claims: { name: 'Alice of the app' } } as DirectoryUser,
    fails: false,
  }
  let password: string = people.alice.password
  const rows = new Map([['user-7', () => state.alice]])
  const answer = async <T>(result: T) => {
    if (state.fails) throw new Error('the table cannot be reached')
    return result
  }
  const directory: UserDirectory = {
    findByUsername: (username) =>
      answer([...rows.values()].map((row) => row()).find((row) => row.username === username)),
    findById: (id) => answer(rows.get(id)?.()),
    verifyPassword: (user, given) => answer(user !== undefined && given === password),
  }
  return {
    directory,
    state,
    remove: () => rows.delete('user-7'),
    change(change: Partial<DirectoryUser>) {
      state.alice = { ...state.alice, ...change }
    },
    setPassword(next: string, credentialsVersion: string) {
      password = next
      state.alice = { ...state.alice, credentialsVersion }
    },
  }
}

await onEachEngine('user directory', ({ create, name }) => {
  const start = async (label: string) => {
    const users = createUsers()
    const database = create(label)
    const server = await startServer(() => ({ database }), { accounts: users.directory })
    return { server, users }
  }

  test(`${name}: claims that JSON cannot hold, and a name that is not a string, are a failure of the application`, async () => {
    const { server, users } = await start('claims')
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const password = { grant_type: 'password', scope: 'read', ...people.alice }
    for (const claims of [{ team: 5n }, circle, { name: 7 }, ['Alice']]) {
      users.change({ claims: claims as never })
      const refused = await server.token('password', password)
      assert.deepEqual([refused.status, refused.json.error], [503, 'temporarily_unavailable'], refused.text)
    }
    users.change({ claims: { name: '', updated_at: new Date('2026-01-02T03:04:05.678Z') } })
    const { json } = await server.grant('openid', { scope: 'openid profile' }, { browser: server.browser() })
    const headers = { authorization: `Bearer ${json.access_token}` }
    const info = await (await server.fetch(new Request(`${server.issuer}/userinfo`, { headers }))).json()
    assert.deepEqual(info, { sub: 'user-7', preferred_username: 'alice', updated_at: 1_767_323_045 })
  })

  test(`${name}: a user of the application logs in, consents, sees My keys, refreshes and revokes`, async () => {
    const { server, users } = await start('flows')
    const browser = server.browser()
    const granted = await server.grant('web', { scope: 'read' }, { browser })
    assertGranted(granted)
    const seen = await server.introspect(granted.json.access_token)
    assert.deepEqual([seen.active, seen.sub, seen.username], [true, 'user-7', 'alice'])
    const keys = await browser.open(`${server.issuer}/keys`)
    assert.match(keys.html, /Contacts Web/)
    assert.match(keys.html, /Alice of the app/)
    const refreshed = await server.refresh('web', granted.json.refresh_token)
    assertGranted(refreshed)
    const revoked = await server.post('/revoke', 'web', { token: String(refreshed.json.refresh_token) })
    assert.equal(revoked.status, 200)
    assert.equal((await server.introspect(refreshed.json.access_token)).active, false)

    const byPassword = { grant_type: 'password', username: 'alice', scope: 'read' }
    assertGranted(await server.token('password', { ...byPassword, password: people.alice.password }))
    assertRefused(await server.token('password', { ...byPassword, password: 'a guess' }), 'invalid_grant')
    // An account of the server itself is not a user of the application.
    assertRefused(await server.token('password', { ...byPassword, ...people.bob }), 'invalid_grant')
    // The user may change their username: it is the same account.
    users.change({ username: 'alicia' })
    assertGranted(
      await server.token('password', { ...byPassword, username: 'alicia', password: people.alice.password }),
    )
    await server.close()
  })

  test(`${name}: tokens, sessions and pending codes of a disabled or removed user are refused`, async () => {
    const { server, users } = await start('gone')
    const browser = server.browser()
    const code = await server.authorize('web', { scope: 'read' }, { browser })
    const { json } = await server.grant('web', { scope: 'read' }, { browser })
    users.change({ disabled: true })
    server.pass(2)
    assert.equal((await server.introspect(json.access_token)).active, false)
    assert.equal((await browser.open(`${server.issuer}/keys`)).status, 303, 'to the login page')
    assertRefused(await server.redeem('web', code), 'invalid_grant')
    users.change({ disabled: false })
    server.pass(2)
    assert.equal((await server.introspect(json.access_token)).active, true)
    assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200)
    users.remove()
    server.pass(2)
    assert.equal((await server.introspect(json.access_token)).active, false)
    assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
    await server.close()
  })

  test(`${name}: sessions end when their password changes, and tokens stay valid`, async () => {
    const { server, users } = await start('password')
    const browser = server.browser()
    const { json } = await server.grant('web', { scope: 'read' }, { browser })
    users.setPassword('another one of alice', '2')
    server.pass(2)
    assert.equal((await browser.open(`${server.issuer}/keys`)).status, 303)
    assert.equal((await server.introspect(json.access_token)).active, true)
    const page = await browser.open(`${server.issuer}/login`)
    const typed = { username: 'alice', password: 'another one of alice' }
    assert.equal((await browser.submit(page, 'username', typed)).status, 303)
    assert.equal((await browser.open(`${server.issuer}/keys`)).status, 200)
    await server.close()
  })

  test(`${name}: a failing user table gives 503, and nothing is lost`, async () => {
    const { server, users } = await start('failing')
    const browser = server.browser()
    const { json } = await server.grant('web', { scope: 'read' }, { browser })
    users.state.fails = true
    server.pass(2)
    assert.equal((await server.post('/introspect', 'api', { token: String(json.access_token) })).status, 503)
    assert.equal((await server.refresh('web', json.refresh_token)).status, 503)
    const page = await server.browser().open(`${server.issuer}/login`)
    assert.equal(page.status, 200)
    assert.equal((await browser.open(`${server.issuer}/keys`)).status, 503)
    users.state.fails = false
    assertGranted(await server.refresh('web', json.refresh_token))
    await server.close()
  })
})
