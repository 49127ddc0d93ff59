import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { acrValues } from '../../oauth/authentication-contexts.ts'
import type { GrantContext } from '../../oauth/ports.ts'
import type { TokenProduct } from '../../oauth/tokens/product.ts'
import { people, startServer } from '../../testing/server.ts'

/** Shows a client the context of its tokens. */
const context: TokenProduct<GrantContext | undefined> = {
  name: 'context',
  members: ['context'],
  isWanted: () => true,
  write: ({ granted }) => granted.context,
  respond: (written) => ({ context: written }),
}

const server = await startServer(() => ({}), { products: [context] })

const grantIn = async (browser: ReturnType<typeof server.browser>, fields = {}, client: 'web' | 'other' = 'web') =>
  (await server.grant(client, { scope: 'read', ...fields }, { browser })).json as {
    readonly context: GrantContext
    readonly refresh_token: string
  }

test('the context of a grant names the session and how the user logged in (OIDC Core §2)', async () => {
  const { context: seen } = await grantIn(server.browser())
  assert.match(String(seen.sid), /^[\w-]{22}$/)
  assert.ok(acrValues.includes(String(seen.acr)))
  assert.deepEqual(seen.amr, ['pwd'])
})

test('all clients of a session get the same sid, and those of another session get another', async () => {
  const [one, two] = [server.browser(), server.browser()]
  const first = await grantIn(one)
  assert.equal((await grantIn(one, {}, 'other')).context.sid, first.context.sid)
  assert.notEqual((await grantIn(two)).context.sid, first.context.sid)
})

test('the sid is not the secret of the session, and does not change when the tokens are refreshed', async () => {
  const browser = server.browser()
  const first = await grantIn(browser)
  const refreshed = await server.refresh('web', first.refresh_token)
  assert.deepEqual(refreshed.json.context, first.context)
  assert.doesNotMatch(browser.cookies.header('/'), new RegExp(String(first.context.sid)))
})

test('a repeated login of the same user gets a new secret and keeps the sid that clients know', async () => {
  const browser = server.browser()
  const first = await grantIn(browser)
  const cookie = browser.cookies.get('valetkey-session-4000')
  server.pass(60)
  const again = await grantIn(browser, { prompt: 'login' })
  assert.notEqual(browser.cookies.get('valetkey-session-4000'), cookie)
  assert.equal(again.context.sid, first.context.sid)
  assert.ok(again.context.authenticatedAt > first.context.authenticatedAt)
})

test('a session that a release without sid began remains valid, and its grants have none', async () => {
  const browser = server.browser()
  const login = await browser.open(`${server.issuer}/login`)
  await browser.submit(login, 'username', people.bob)
  const database = new DatabaseSync(server.database)
  database.exec("UPDATE session SET context = NULL WHERE account_id IN (SELECT id FROM account WHERE username = 'bob')")
  database.close()
  const { context: seen } = (await server.grant('web', { scope: 'read' }, { browser, person: 'bob' })).json as {
    readonly context: GrantContext
  }
  assert.deepEqual(Object.keys(seen), ['authenticatedAt'])
})
