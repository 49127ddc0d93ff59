import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGranted, assertRefused, startServer } from '../../testing/server.ts'
import { onEachEngine } from '../testing/engines.ts'
import { execute } from '../testing/execute.ts'

const tables = ['code', 'token_family', 'access_token']

await onEachEngine('grant contexts', ({ create, name }) => {
  test(`${name}: codes, token families and tokens of schema 8 work after the upgrade`, async () => {
    const url = create('upgraded')
    const server = await startServer(() => ({ database: url }))
    const code = await server.authorize('web', { scope: 'read' })
    const used = await server.authorize('web', { scope: 'read' })
    const { json } = await server.redeem('web', used)
    const machine = await server.token('machine', { grant_type: 'client_credentials', scope: 'read' })
    await server.close()
    await execute(
      url,
      ...tables.map((table) => `alter table ${table} drop column context`),
      'alter table session drop column context',
      'alter table account drop column credentials_version',
      'alter table account drop column updated_at',
      'drop index audit_account',
      'drop table used_assertion',
      'drop index client_use',
      'alter table client drop column registration_token_hash',
      'alter table client drop column last_used_at',
      'drop table initial_access_token',
      'drop table session_client',
      'drop table logout_delivery',
      ...[
        'mail',
        'one_time_link',
        'passkey',
        'totp',
        'recovery_code',
        'code_attempt',
        'trusted_device',
        'upstream_identity',
      ].map((table) => `drop table ${table}`),
      ...['account_email', 'account_deletion'].map((index) => `drop index ${index}`),
      ...['normalized_email', 'delete_at', 'terms_version', 'terms_accepted_at', 'second_factor_required'].map(
        (column) => `alter table account drop column ${column}`,
      ),
      'alter table session drop column last_address',
      'delete from schema_version where version >= 9',
    )
    await server.restart()
    assertGranted(await server.redeem('web', code))
    assert.equal((await server.introspect(json.access_token)).active, true)
    assert.equal((await server.introspect(machine.json.access_token)).active, true)
    const refreshed = await server.refresh('web', json.refresh_token)
    assertGranted(refreshed)
    assertGranted(await server.refresh('web', refreshed.json.refresh_token))
    assertRefused(await server.redeem('web', code), 'invalid_grant')
    await server.close()
  })

  test(`${name}: rows with a missing or unreadable context work like those with one`, async () => {
    const url = create('unreadable')
    const server = await startServer(() => ({ database: url }))
    for (const context of ['null', "''", "'{'", "'[]'", `'{"later":1,"amr":7}'`]) {
      const code = await server.authorize('web', { scope: 'read' })
      const { json } = await server.grant('web', { scope: 'read' })
      await execute(url, ...tables.map((table) => `update ${table} set context = ${context}`))
      assertGranted(await server.redeem('web', code))
      assert.equal((await server.introspect(json.access_token)).active, true, context)
      assertGranted(await server.refresh('web', json.refresh_token))
    }
    await server.close()
  })
})
