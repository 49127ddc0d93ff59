import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { flows } from '../flows/index.ts'
import { createRun } from '../run/create-run.ts'
import { createTestRun, outline, play } from '../testing/play.ts'
import { startPlaygroundServer } from '../testing/playground-server.ts'
import { createScriptedOwner } from '../testing/scripted-owner.ts'
import { createSend } from '../wire/send.ts'
import { faults } from './index.ts'

const server = await startPlaygroundServer()

const [pub, app, old] = ['playground-public', 'playground-app', 'playground-old'] as const
const grant = 'refused invalid_grant'

/** Each fault at each of its places: what is drawn from there on. */
const rows: readonly (readonly [
  fault: string,
  flow: string,
  step: string,
  client: string,
  drawn: readonly string[],
])[] = [
  ['redirect-uri-slash', 'authorization-code', 'authorization', pub, ['authorization refused ']],
  ['redirect-uri-slash', 'authorization-code', 'token', pub, [`token ${grant}`]],
  ['missing-state', 'authorization-code', 'authorization', pub, ['authorization refused missing_state']],
  ['missing-state', 'implicit', 'authorization', old, ['authorization refused missing_state']],
  ['wrong-state', 'openid-connect', 'authorization', pub, ['authorization refused wrong_state']],
  ['wrong-nonce', 'hybrid', 'authorization', old, ['authorization refused invalid_id_token']],
  ['swapped-code', 'hybrid', 'authorization', old, ['authorization refused invalid_id_token']],
  ['plain-pkce', 'authorization-code', 'authorization', pub, ['authorization refused invalid_request']],
  ['without-pkce', 'authorization-code', 'authorization', app, ['authorization refused invalid_request']],
  ['scope-too-many', 'authorization-code', 'authorization', pub, ['authorization refused invalid_scope']],
  ['scope-too-many', 'client-credentials', 'token', app, ['token refused invalid_scope']],
  ['scope-too-many', 'voucher', 'token', app, ['token refused invalid_scope']],
  [
    'unknown-response-type',
    'authorization-code',
    'authorization',
    pub,
    ['authorization refused unsupported_response_type'],
  ],
  ['wrong-verifier', 'authorization-code', 'token', pub, [`token ${grant}`]],
  ['used-code', 'authorization-code', 'token', pub, ['token ok', `token ${grant}`]],
  ['other-clients-code', 'authorization-code', 'token', pub, [`token ${grant}`]],
  ['other-clients-code', 'authorization-code', 'token', app, [`token ${grant}`]],
  ['wrong-secret', 'client-credentials', 'token', app, ['token refused invalid_client']],
  ['unknown-grant-type', 'client-credentials', 'token', app, ['token refused unsupported_grant_type']],
  ['refresh-more-scope', 'refresh-token', 'refresh', pub, ['refresh refused invalid_scope']],
  ['wrong-audience', 'client-credentials', 'api', app, ['api refused invalid_token']],
  ['expired-token', 'authorization-code', 'api', pub, ['authorization ok', 'token ok', 'api refused invalid_token']],
  ['expired-token', 'client-credentials', 'api', app, ['token ok', 'api refused invalid_token']],
  ['without-token', 'client-credentials', 'api', app, ['api refused unauthorized']],
  ['steal-code', 'authorization-code', 'token', pub, [`token by attacker ${grant}`]],
  ['steal-code', 'authorization-code', 'token', app, ['token by attacker refused invalid_client']],
  ['steal-token', 'authorization-code', 'api', pub, ['api by attacker ok']],
  ['steal-token-other-api', 'authorization-code', 'api', pub, ['api by attacker refused invalid_token']],
  [
    'steal-refresh-token',
    'refresh-token',
    'refresh',
    pub,
    ['refresh by attacker ok', 'refresh by attacker ok', `refresh ${grant}`, `refresh by attacker ${grant}`],
  ],
  [
    'steal-refresh-token',
    'refresh-token',
    'refresh',
    app,
    [
      'refresh by attacker refused invalid_client',
      'refresh by attacker refused invalid_client',
      'refresh ok',
      'refresh by attacker refused invalid_client',
    ],
  ],
]

for (const [fault, flowName, step, client, drawn] of rows) {
  test(`${fault} of ${client} at ${flowName}/${step} draws: ${drawn.join(', ')}`, async () => {
    const flow = flows.find(({ name }) => name === flowName) ?? assert.fail(flowName)
    const run = createTestRun(server)
    const settings = server.settings(client, { scope: flow.defaultScope })
    const before = (await play(run, flow, settings, step)).length
    await run.prepare(step)
    const offered = run.get().draft?.faults.map(({ name }) => name) ?? []
    assert.ok(offered.includes(fault), `${offered}`)
    await run.prepare(step, fault)
    await run.send()
    const exchanges = run.get().exchanges.slice(before)
    assert.deepEqual(outline(exchanges), drawn, JSON.stringify(exchanges, null, 1))
    const explained = exchanges.filter((exchange) => exchange.fault === fault)
    assert.ok(explained.length > 0)
    for (const { explanation } of explained) {
      assert.ok(explanation?.received && explanation.expected && explanation.fix, JSON.stringify(explanation))
      assert.match(explanation.clause, /^(RFC \d+|OIDC Core|JARM) §/)
      assert.doesNotMatch(JSON.stringify(explanation), /undefined|NaN/)
    }
  })
}

test('every fault has a row above', () => {
  const tried = new Set(rows.map(([name]) => name))
  assert.deepEqual(
    faults.map(({ name }) => name).filter((name) => !tried.has(name)),
    [],
  )
})

test('a stolen code leaves nothing to the client of a public app, and everything to a confidential one', async () => {
  const flow = flows[0] ?? assert.fail()
  for (const [client, outcome] of [
    [pub, `token ${grant}`],
    [app, 'token ok'],
  ] as const) {
    const run = createTestRun(server)
    await play(run, flow, server.settings(client), 'token')
    await run.prepare('token', 'steal-code')
    await run.send()
    assert.equal(run.get().next?.name, 'token')
    await run.prepare('token')
    await run.send()
    assert.equal(outline(run.get().exchanges).at(-1), outcome)
  }
})

test('a fault that this run lacks the means for is neither offered nor made', async () => {
  const run = createTestRun(server)
  const flow = flows[0] ?? assert.fail()
  await play(run, flow, server.settings(pub), 'token')
  await run.prepare('token')
  assert.ok(!run.get().draft?.faults.some(({ name }) => name === 'wrong-secret'))
  await assert.rejects(run.prepare('token', 'wrong-secret'), /Wrong client secret/)
})

test('a fault that needs the steps sent again is prepared when a tab that left by a redirect comes back', async () => {
  const owner = createScriptedOwner(server.alice)
  let left: ((url: string) => void) | undefined
  const options = {
    send: createSend({ fetch, origin: server.origin }),
    clock: Date.now,
    random: (bytes: number) => randomBytes(bytes).toString('base64url'),
  }
  const run = createRun({
    ...options,
    openFrontChannel: (url) => {
      if (left === undefined) return owner(url)
      left(url)
      return new Promise(() => {})
    },
  })
  const flow = flows[0] ?? assert.fail()
  await play(run, flow, server.settings(pub, { choices: { channel: 'redirect' } }), 'api')
  const leaving = new Promise<string>((resolve) => {
    left = resolve
  })
  void run.prepare('api', 'expired-token')
  const url = await leaving
  const back = createRun({ ...options, openFrontChannel: () => assert.fail('the tab leaves once') })
  back.restore(run.save())
  await back.resume(await owner(url))
  assert.equal(back.get().draft?.step.name, 'api')
  assert.equal(back.get().draft?.fault, 'expired-token')
  await back.send()
  assert.equal(outline(back.get().exchanges).at(-1), 'api refused invalid_token')
})
