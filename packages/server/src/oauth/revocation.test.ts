import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createAuditKey } from '../audit/audit-key.ts'
import { createServerSecret } from '../secrets/server-secret.ts'
import { openDatabase } from '../storage/open-database.ts'
import { createAdminAudit } from '../storage/stores/audit/audit.ts'
import { createProvisioningStore } from '../storage/stores/provisioning.ts'
import { listAuthorizationsOf } from '../storage/stores/support.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { assertGranted, assertRefused, calendar, contacts, startServer, type TestServer } from '../testing/server.ts'
import { testConfig } from '../testing/setup.ts'

type Outcome = Awaited<ReturnType<TestServer['authorize']>>

/** One of everything that a client and an account can hold. */
interface Held {
  readonly opaque: unknown
  readonly jwt: unknown
  readonly refreshOpaque: unknown
  readonly refreshJwt: unknown
  readonly code: Outcome
  readonly ownOpaque: unknown
  readonly ownJwt: unknown
}

const admin = createAdminAudit(() => createAuditKey(createServerSecret(String(testConfig.secret))), 'a test', Date.now)

async function hold(server: TestServer): Promise<Held> {
  const opaque = await server.grant('web', { scope: 'read', resource: contacts })
  const jwt = await server.grant('web', { scope: 'read', resource: calendar })
  const own = (resource: string) =>
    server.token('machine', { grant_type: 'client_credentials', scope: 'read', resource })
  const [ownOpaque, ownJwt] = [await own(contacts), await own(calendar)]
  for (const answer of [opaque, jwt, ownOpaque, ownJwt]) assertGranted(answer)
  return {
    opaque: opaque.json.access_token,
    jwt: jwt.json.access_token,
    refreshOpaque: opaque.json.refresh_token,
    refreshJwt: jwt.json.refresh_token,
    code: await server.authorize('web', { scope: 'read', resource: contacts }),
    ownOpaque: ownOpaque.json.access_token,
    ownJwt: ownJwt.json.access_token,
  }
}

const users = ['opaque', 'jwt', 'refreshOpaque', 'refreshJwt'] as const
const owns = ['ownOpaque', 'ownJwt'] as const
type Kind = (typeof users)[number] | (typeof owns)[number]

async function active(server: TestServer, held: Held, kind: Kind): Promise<boolean> {
  const client = kind.startsWith('own') ? 'machine' : 'web'
  return (await server.introspect(held[kind], client)).active === true
}

async function assertActive(server: TestServer, held: Held, kinds: readonly Kind[]): Promise<void> {
  for (const kind of kinds) assert.equal(await active(server, held, kind), true, `${kind} is inactive`)
}

/** Asserts that what was revoked is seen as revoked within a second, at every endpoint. */
async function assertRevoked(server: TestServer, held: Held, kinds: readonly Kind[]): Promise<void> {
  const end = Date.now() + 1_000
  const left = async () => {
    const found: Kind[] = []
    for (const kind of kinds) if (await active(server, held, kind)) found.push(kind)
    return found
  }
  while ((await left()).length > 0 && Date.now() < end) await sleep(50)
  assert.deepEqual(await left(), [])
  for (const kind of ['refreshOpaque', 'refreshJwt'] as const) {
    if (kinds.includes(kind)) assertRefused(await server.refresh('web', held[kind]), 'invalid_grant')
  }
}

await onEachEngine('revocation', async ({ create, name }) => {
  async function begin(label: string) {
    const url = create(`revocation${label}`)
    const server = await startServer(() => ({ database: url }))
    const database = await openDatabase(url, Date.now())
    const provisioning = createProvisioningStore(database, admin)
    return { server, database, provisioning, end: () => Promise.all([server.close(), database.close()]) }
  }

  test(`${name}: revoke-tokens of a client revokes its tokens and codes, and new ones are valid at once`, async () => {
    const { server, provisioning, end } = await begin('client')
    const held = await hold(server)
    await assertActive(server, held, [...users, ...owns])
    await provisioning.change((writes) => writes.revokeClientTokens('web', Date.now()))
    await assertRevoked(server, held, users)
    assertRefused(await server.redeem('web', held.code), 'invalid_grant')
    await assertActive(server, held, owns)
    await provisioning.change((writes) => writes.revokeClientTokens('machine', Date.now()))
    await assertRevoked(server, held, owns)
    await assertActive(server, await hold(server), [...users, ...owns])
    await end()
  })

  test(`${name}: a client that is removed and added again inherits nothing`, async () => {
    const { server, provisioning, end } = await begin('readded')
    const held = await hold(server)
    for (const id of ['web', 'machine']) {
      const entry = (await provisioning.findClient(id)) ?? assert.fail()
      await provisioning.change((writes) => writes.removeClient(id, Date.now()))
      await provisioning.change((writes) => writes.putClient(entry, Date.now()))
    }
    await assertRevoked(server, held, [...users, ...owns])
    assertRefused(await server.redeem('web', held.code), 'invalid_grant')
    const silent = await server.authorize('web', { prompt: 'none', scope: 'read', resource: contacts })
    assert.equal(silent.fields.get('error'), 'consent_required')
    await assertActive(server, await hold(server), [...users, ...owns])
    await end()
  })

  test(`${name}: revoke-tokens of an account revokes its tokens, codes and sessions, and no others`, async () => {
    const { server, provisioning, end } = await begin('account')
    const held = await hold(server)
    const bob = await server.grant('web', { scope: 'read', resource: contacts }, { person: 'bob' })
    await provisioning.change((writes) => writes.revokeAccountTokens('alice', Date.now()))
    await assertRevoked(server, held, users)
    assertRefused(await server.redeem('web', held.code), 'invalid_grant')
    await assertActive(server, held, owns)
    assert.equal((await server.introspect(bob.json.access_token)).active, true)
    const silent = await server.authorize('web', { prompt: 'none', scope: 'read', resource: contacts })
    assert.equal(silent.fields.get('error'), 'login_required')
    await assertActive(server, await hold(server), users)
    await end()
  })

  test(`${name}: an account that is removed and added again, by command or file, inherits nothing`, async () => {
    const { server, provisioning, end } = await begin('person')
    for (const remove of ['removeAccount', 'retireAccount'] as const) {
      const held = await hold(server)
      const entry = (await provisioning.findAccount('alice')) ?? assert.fail()
      await provisioning.change((writes) => writes[remove]('alice', Date.now()))
      const id = remove === 'removeAccount' ? 'another' : entry.id
      await provisioning.change((writes) => writes.putAccount({ ...entry, id }, Date.now()))
      await assertRevoked(server, held, users)
      assertRefused(await server.redeem('web', held.code), 'invalid_grant')
      await server.authorize('other', { scope: 'read', resource: contacts })
      const silent = await server.authorize('web', { prompt: 'none', scope: 'read', resource: contacts })
      assert.equal(silent.fields.get('error'), 'consent_required', remove)
      await assertActive(server, await hold(server), users)
    }
    await end()
  })

  test(`${name}: an API that is removed and added again, also with a trailing slash, accepts no earlier token`, async () => {
    const { server, provisioning, end } = await begin('api')
    for (const [identifier, again] of [
      [contacts, contacts],
      [calendar, calendar],
      [contacts, `${contacts}/`],
    ] as const) {
      const held = await hold(server)
      const entry = (await provisioning.listApis()).find((one) => one.api.identifier === identifier) ?? assert.fail()
      await provisioning.change((writes) => writes.removeApi(identifier, Date.now()))
      const api = { ...entry.api, identifier: again }
      await provisioning.change((writes) => writes.putApi({ ...entry, api }))
      const opaque = identifier === contacts
      await assertRevoked(
        server,
        held,
        opaque ? ['opaque', 'refreshOpaque', 'ownOpaque'] : ['jwt', 'refreshJwt', 'ownJwt'],
      )
      if (opaque) assertRefused(await server.redeem('web', held.code), 'invalid_grant')
      await assertActive(
        server,
        held,
        opaque ? ['jwt', 'refreshJwt', 'ownJwt'] : ['opaque', 'refreshOpaque', 'ownOpaque'],
      )
      const silent = await server.authorize('web', { prompt: 'none', scope: 'read', resource: identifier })
      assert.equal(silent.fields.get('error'), 'consent_required')
      await assertActive(server, await hold(server), [...users, ...owns])
    }
    await end()
  })

  test(`${name}: a new secret revokes the client's own tokens, and not those of its users`, async () => {
    const { server, provisioning, end } = await begin('secret')
    const held = await hold(server)
    for (const id of ['web', 'machine']) {
      const { secretHash } = (await provisioning.findClient(id)) ?? assert.fail()
      await provisioning.change((writes) =>
        writes.setClientSecretHash(id, String(secretHash), { until: Date.now() + 60_000 }),
      )
    }
    await sleep(600)
    await assertActive(server, held, [...users, ...owns])
    for (const id of ['web', 'machine']) {
      const { secretHash } = (await provisioning.findClient(id)) ?? assert.fail()
      await provisioning.change((writes) =>
        writes.setClientSecretHash(id, String(secretHash), { validAfter: Date.now() }),
      )
    }
    await assertRevoked(server, held, owns)
    await assertActive(server, held, users)
    await assertActive(server, await hold(server), [...users, ...owns])
    const fresh = await hold(server)
    await server.restart(({ clients }) => ({
      clients: clients.map((one) =>
        one.client_id === 'machine' ? { ...one, client_secret: `another-${one.client_secret}` } : one,
      ),
    }))
    assert.equal((await server.introspect(fresh.ownOpaque, 'api')).active, false, 'the file has another secret')
    await end()
  })

  test(`${name}: a raised epoch revokes every token, code, session and authorization, and new ones are valid at once`, async () => {
    const { server, database, end } = await begin('epoch')
    for (let time = 0; time < 2; time++) {
      const held = await hold(server)
      await createProvisioningStore(database, admin).change((writes) => writes.revokeAll(Date.now()))
      await assertRevoked(server, held, [...users, ...owns])
      assertRefused(await server.redeem('web', held.code), 'invalid_grant')
      const silent = await server.authorize('web', { prompt: 'none', scope: 'read', resource: contacts })
      assert.equal(silent.fields.get('error'), 'login_required')
      await server.authorize('other', { scope: 'read', resource: contacts })
      const consent = await server.authorize('web', { prompt: 'none', scope: 'read', resource: contacts })
      assert.equal(consent.fields.get('error'), 'consent_required')
      await assertActive(server, await hold(server), [...users, ...owns])
    }
    await end()
  })

  test(`${name}: authorizations and sessions are revoked one by one, by account and by client`, async () => {
    const { server, database, provisioning, end } = await begin('support')
    const held = await hold(server)
    const bob = await server.grant('web', { scope: 'read', resource: contacts }, { person: 'bob' })
    const { id: accountId } = (await provisioning.findAccount('alice')) ?? assert.fail()
    const list = (whose: { readonly accountId?: string; readonly clientId?: string }) =>
      listAuthorizationsOf(database, whose, { now: Date.now(), epoch: 0 })
    assert.equal((await list({ accountId })).length, 2)
    assert.equal((await list({ clientId: 'web' })).length, 3)
    assert.equal((await list({ accountId, clientId: 'other' })).length, 0)
    assert.equal(await provisioning.change((writes) => writes.endSessions(accountId, 'unknown')), 0)
    assert.equal(await provisioning.change((writes) => writes.endSessions(accountId)), 1)
    await assertActive(server, held, users)
    const none = { accountId, clientId: 'other' }
    assert.equal(await provisioning.change((writes) => writes.revokeAuthorizations(none, Date.now())), 0)
    const [one] = (await list({ accountId })).filter(({ rights }) => rights[0]?.resource === calendar)
    assert.equal(
      await provisioning.change((writes) => writes.revokeAuthorizations({ id: String(one?.id) }, Date.now())),
      1,
    )
    await assertRevoked(server, held, ['jwt', 'refreshJwt'])
    await assertActive(server, held, ['opaque', 'refreshOpaque'])
    assert.equal(await provisioning.change((writes) => writes.revokeAuthorizations({ accountId }, Date.now())), 1)
    await assertRevoked(server, held, users)
    assert.equal((await server.introspect(bob.json.access_token)).active, true)
    await end()
  })
})
