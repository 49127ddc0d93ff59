import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../storage/open-database.ts'
import { listNewest } from '../../storage/stores/audit/statements.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { assertGranted, assertRefused, startServer } from '../../testing/server.ts'

const newest = async (url: string) => {
  const database = await openDatabase(url, Date.now())
  const rows = await database.run(listNewest, { most: 50 })
  await database.close()
  return rows
}

const from = (userAgent: string): RequestInit => ({ headers: { 'user-agent': userAgent } })

await onEachEngine('retries of refresh tokens', async ({ name, create }) => {
  test(`${name}: a retry within the grace period is recorded with its differences from the first use`, async () => {
    const url = create('retries')
    const server = await startServer(() => ({ database: url }))
    const { json } = await server.grant()
    const refresh = (userAgent: string) =>
      server.token('web', { grant_type: 'refresh_token', refresh_token: String(json.refresh_token) }, from(userAgent))
    const first = await refresh('the app')
    assertGranted(first)
    const again = await refresh('the app')
    const thief = await refresh('a thief')
    for (const answer of [again, thief]) assert.equal(answer.json.refresh_token, first.json.refresh_token)
    await server.close()
    const retries = (await newest(url)).filter(({ type }) => type.startsWith('token.retried')).reverse()
    assert.deepEqual(
      retries.map(({ type, detail }) => [type, detail]),
      [
        ['token.retried', 'same origin'],
        ['token.retried-elsewhere', 'another user agent'],
      ],
    )
    for (const row of retries) assert.equal(row.client_id, 'web')
  })

  test(`${name}: with a grace period of 0 any second use of a refresh token is a replay`, async () => {
    const url = create('nograce')
    const server = await startServer(() => ({ database: url, lifetimes: { refreshTokenGrace: 0 } }))
    const { json } = await server.grant()
    const next = await server.refresh('web', json.refresh_token)
    assertGranted(next)
    assert.equal((await server.introspect(json.refresh_token, 'web')).active, false)
    assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
    assertRefused(await server.refresh('web', next.json.refresh_token), 'invalid_grant')
    await server.close()
  })

  test(`${name}: a refresh token newer than its family, as after a restore, becomes current, and older ones are replays`, async () => {
    const url = create('ahead')
    const server = await startServer(() => ({ database: url, lifetimes: { refreshTokenGrace: 0 } }))
    const tokens: unknown[] = [(await server.grant()).json.refresh_token]
    for (let time = 0; time < 6; time++) tokens.push((await server.refresh('web', tokens.at(-1))).json.refresh_token)
    const database = await openDatabase(url, Date.now())
    await database.transaction((connection) => connection.execute('update token_family set generation = 3'))
    await database.close()
    assert.equal((await server.introspect(tokens[6], 'web')).active, true)
    const thief = await server.refresh('web', tokens[3])
    assertGranted(thief)
    const honest = await server.refresh('web', tokens[6])
    assertGranted(honest)
    const next = await server.refresh('web', honest.json.refresh_token)
    assertGranted(next)
    assertRefused(await server.refresh('web', thief.json.refresh_token), 'invalid_grant')
    assertRefused(await server.refresh('web', next.json.refresh_token), 'invalid_grant')
    await server.close()
    assert.ok((await newest(url)).some(({ type }) => type === 'token.ahead-of-database'))
  })

  test(`${name}: two concurrent uses of a token newer than its family get the same successor`, async () => {
    const url = create('race')
    const server = await startServer(() => ({ database: url }))
    const first = await server.grant()
    const second = await server.refresh('web', first.json.refresh_token)
    const third = await server.refresh('web', second.json.refresh_token)
    const database = await openDatabase(url, Date.now())
    await database.transaction((connection) => connection.execute('update token_family set generation = 0'))
    await database.close()
    const answers = await Promise.all([1, 2, 3].map(() => server.refresh('web', third.json.refresh_token)))
    for (const answer of answers) assertGranted(answer)
    assert.equal(new Set(answers.map(({ json }) => json.refresh_token)).size, 1)
    await server.close()
  })
})
