import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Grant } from '../../oauth/grants/grant.ts'
import { startServer } from '../../testing/server.ts'

test('a node picks up a change made during its startup within a second', async () => {
  let change = () => {}
  // A node reads the name of each grant at several moments of its start, the last of them once its APIs are remembered.
  const grant: Grant = {
    get type() {
      change()
      return 'urn:example:grant'
    },
    openToPublicClients: false,
    authorize: () => assert.fail('nobody asks'),
  }
  const server = await startServer(undefined, { grants: [grant] })
  const other = new DatabaseSync(server.database)
  const add = other.prepare("insert into api (identifier, position, source, description) values (?, 100, 'command', ?)")
  let added = 0
  change = () => {
    const identifier = `https://api-${++added}.example.com`
    const scopes = [{ name: `scope-${added}`, description: 'See' }]
    const api = {
      identifier,
      name: 'Another',
      tokenFormat: 'jwt',
      accessTokenLifetime: 600,
      introspectedBy: [],
      scopes,
    }
    other.exec('begin immediate')
    add.run(identifier, JSON.stringify(api))
    other.exec('update change set counter = counter + 1; commit')
  }
  await server.restart()
  change = () => {}
  other.close()
  assert.ok(added > 1)
  await sleep(1_000)
  const { scopes_supported: listed } = await (
    await server.fetch(new Request(`${server.issuer}/.well-known/oauth-authorization-server`))
  ).json()
  for (let one = 1; one <= added; one++)
    assert.ok(listed.includes(`scope-${one}`), `scope-${one} of ${added}: ${listed}`)
})
