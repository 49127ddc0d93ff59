import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRun } from '../run/create-run.ts'
import { createTestRun, outline, play } from '../testing/play.ts'
import { startPlaygroundServer } from '../testing/playground-server.ts'
import { authorizationCode } from './authorization-code.ts'
import { flows } from './index.ts'
import { stepUp } from './step-up.ts'

const server = await startPlaygroundServer()

const codeToApi = ['authorization ok', 'token ok', 'api ok']

/** What each flow draws, by its name. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'authorization-code': codeToApi,
  'refresh-token': [
    'authorization ok',
    'token ok',
    'refresh ok',
    'refresh ok',
    'refresh ok',
    'api ok',
    'refresh-again ok',
    'replay refused invalid_grant',
    'api-after refused invalid_token',
  ],
  'client-credentials': ['token ok', 'api ok'],
  'openid-connect': ['authorization ok', 'token ok', 'userinfo ok', 'api ok', 'logout ok'],
  'step-up': [...codeToApi, 'step-up ok', 'token-again ok', 'api-again ok'],
  revocation: [...codeToApi, 'revoke ok', 'api-after refused invalid_token'],
  introspection: ['authorization ok', 'token ok', 'introspect ok', 'api ok', 'revoke ok', 'introspect-after ok'],
  voucher: ['token ok', 'api ok'],
  hybrid: ['authorization ok', 'token ok', 'userinfo ok', 'api ok'],
  implicit: ['authorization ok', 'api ok'],
  password: ['token ok', 'api ok'],
}

for (const flow of flows) {
  for (const clientId of flow.clients) {
    test(`${flow.name} of ${clientId} runs from the first step to the last`, async () => {
      const run = createTestRun(server)
      const exchanges = await play(run, flow, server.settings(clientId, { scope: flow.defaultScope }))
      assert.deepEqual(outline(exchanges), expected[flow.name], JSON.stringify(exchanges, null, 1))
      assert.equal(run.get().next, undefined)
    })
  }
}

for (const mode of ['query', 'fragment', 'form_post', 'web_message', 'jwt']) {
  test(`the code arrives by response_mode=${mode}`, async () => {
    const run = createTestRun(server)
    const settings = server.settings('playground-public', { choices: { response_mode: mode, resource: 'off' } })
    assert.deepEqual(outline(await play(run, authorizationCode, settings)), codeToApi)
  })
}

test('a step-up asks for a fresh login by max_age, and the client refuses a login that is weaker than asked', async () => {
  const run = createTestRun(server)
  const settings = server.settings('playground-app', { scope: stepUp.defaultScope })
  const fresh = await play(run, stepUp, { ...settings, choices: { demand: 'age' } })
  assert.deepEqual(outline(fresh), expected['step-up'])
  const weak = await play(run, stepUp, { ...settings, choices: { demand: 'factor' } }, 'api-again')
  assert.deepEqual(outline(weak).slice(3), ['step-up ok', 'token-again refused invalid_id_token'])
})

test('an answer of a run that was left does not reach the next one', async () => {
  const run = createTestRun(server)
  run.choose(authorizationCode, server.settings('playground-public'))
  await run.prepare('authorization')
  const sent = run.send()
  run.reset()
  await sent
  assert.deepEqual(run.get().exchanges, [])
  assert.equal(run.get().busy, false)
})

test('a run that leaves by a redirect continues where it was when the tab comes back', async () => {
  const run = createTestRun(server)
  const settings = server.settings('playground-public', { choices: { channel: 'redirect' } })
  run.choose(authorizationCode, settings)
  await run.prepare('authorization')
  const sent = run.send()
  const saved = run.save()
  await sent
  const [exchange] = run.get().exchanges
  const restored = createTestRun(server)
  restored.restore(saved)
  assert.equal(restored.get().exchanges[0]?.outcome, 'waiting')
  const resumed = restored.resume(exchange?.answer)
  assert.equal(restored.get().busy, true, 'the step is not offered again while its answer is checked')
  await resumed
  assert.equal(restored.get().busy, false)
  assert.equal(restored.get().next?.name, 'token')
  for (const name of ['token', 'api']) {
    await restored.prepare(name)
    await restored.send()
  }
  assert.deepEqual(outline(restored.get().exchanges), codeToApi)
  restored.restore('{"version":1,"flow":"unknown"}')
  restored.restore('no JSON')
  assert.equal(restored.get().exchanges.length, 3)
})

test('the mode web_message opens a window even if the tab was to leave', async () => {
  const modes: string[] = []
  const run = createRun({
    send: () => assert.fail('nothing is sent'),
    openFrontChannel: async (_, { mode }) => {
      modes.push(mode)
      return { kind: 'unreachable', reason: 'closed', message: 'closed' }
    },
    clock: Date.now,
    random: () => 'random',
  })
  for (const mode of ['form_post', 'web_message']) {
    run.choose(
      authorizationCode,
      server.settings('playground-public', { choices: { channel: 'redirect', response_mode: mode } }),
    )
    await run.prepare('authorization')
    await run.send()
  }
  assert.deepEqual(modes, ['redirect', 'popup'])
})

test('an edited parameter is sent as it was edited', async () => {
  const run = createTestRun(server)
  run.choose(authorizationCode, server.settings('playground-public'))
  await run.prepare('authorization')
  const { draft } = run.get()
  assert.ok(draft)
  run.edit({ ...draft.draft, parameters: [...draft.draft.parameters, ['prompt', 'none']] })
  await run.send()
  assert.deepEqual(outline(run.get().exchanges), ['authorization refused login_required'])
  assert.equal(run.get().next?.name, 'authorization')
})
