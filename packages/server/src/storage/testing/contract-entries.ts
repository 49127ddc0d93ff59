import assert from 'node:assert/strict'
import type { Api } from '../../oauth/ports.ts'
import { newAuthorization, now } from './entries.ts'
import type { Promised } from './promise.ts'

/** The promises of the stores for entries that leave their file, and for authorizations that depend on them. */
export const entryPromises: readonly Promised[] = [
  {
    title:
      'a client or an account that leaves its file is disabled, its authorizations are revoked, and its lines are remembered',
    async hold(a, b) {
      const lines = { said: { scope: 'a print' }, hash: 'another' }
      const origin = { source: 'file', file: 'x.yaml', digest: 'whole', lines } as const
      const account = { id: 'erin', username: 'erin', normalizedUsername: 'erin', claims: {}, disabled: false }
      const key = newAuthorization({ clientId: 'leaves', accountId: 'erin' })
      await a.provisioning.change(async (writes) => {
        await writes.putClient({ registration: { client_id: 'leaves' }, secretHash: undefined, ...origin }, now)
        await writes.putAccount({ ...account, passwordHash: 'x', ...origin }, now)
      })
      assert.deepEqual((await b.provisioning.findClient('leaves'))?.lines, lines)
      await a.oauth.transaction((stores) => stores.addAuthorization(key))
      assert.equal(await b.provisioning.countUsers('leaves', now), 1)
      assert.equal(await a.provisioning.change((writes) => writes.removeUnusedClient('leaves', now)), false)
      assert.equal(await a.provisioning.change((writes) => writes.retireClient('leaves', now)), true)
      assert.equal(await b.provisioning.countUsers('leaves', now), 0)
      const client = await b.provisioning.findClient('leaves')
      assert.deepEqual([client?.registration.disabled, client?.digest, client?.file], [true, undefined, 'x.yaml'])
      assert.deepEqual(client?.lines, { ...lines, left: { wasDisabled: false } })
      assert.equal(await a.provisioning.change((writes) => writes.retireAccount('erin', now)), true)
      await a.provisioning.change((writes) => writes.setAccountDisabled('erin', true))
      const erin = await b.provisioning.findAccount('erin')
      assert.deepEqual([erin?.disabled, erin?.lines?.left], [true, { wasDisabled: true }])
      assert.equal(await a.provisioning.change((writes) => writes.removeUnusedClient('leaves', now)), true)
    },
  },
  {
    title: 'a scope that an API no longer defines is in no authorization, and one with nothing left is removed',
    async hold(a, b) {
      const api = (...names: readonly string[]): Api => ({
        identifier: 'https://narrow.example.com/50%_',
        name: 'Narrow',
        tokenFormat: 'jwt',
        tokenSigningAlg: 'ES256',
        scopes: names.map((name) => ({ name, description: '' })),
        introspectedBy: [],
        accessTokenLifetime: undefined,
      })
      const put = (...names: readonly string[]) =>
        a.provisioning.change((writes) =>
          writes.putApi({ api: api(...names), position: 9_999, source: 'command', digest: undefined }),
        )
      await put('read', 'create')
      const at = (...scope: readonly string[]) => ({ resource: 'https://narrow.example.com/50%_', scope })
      const other = { resource: 'https://narrow.example.com/50xx', scope: ['create'] }
      const keys = [[at('read', 'create')], [at('create')], [at('create'), other], [other]].map((rights) =>
        newAuthorization({ accountId: 'bob', clientId: 'other', rights }),
      )
      await a.oauth.transaction(async (stores) => {
        for (const key of keys) await stores.addAuthorization(key)
      })
      await put('read')
      const left = await Promise.all(
        keys.map(async ({ id }) => {
          const { authorization } = await b.oauth.findGrantStatus({ accountId: 'bob', authorizationId: id })
          return authorization?.rights
        }),
      )
      assert.deepEqual(left, [[at('read')], undefined, [other], [other]])
      for (const { id } of keys) await a.ownerAuthorizations.revoke(id, 'bob', now)
      await a.provisioning.change((writes) => writes.removeApi(api().identifier, now))
    },
  },
]
