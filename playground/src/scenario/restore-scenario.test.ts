import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flows } from '../flows/index.ts'
import { createTestRun } from '../testing/play.ts'
import { startPlaygroundServer } from '../testing/playground-server.ts'
import { restoreScenario } from './restore-scenario.ts'
import type { Scenario } from './scenario.ts'
import { toScenario } from './to-scenario.ts'

const server = await startPlaygroundServer()

const scenario: Scenario = {
  flow: 'authorization-code',
  clientId: 'playground-app',
  scope: 'read',
  choices: { channel: 'popup', response_mode: '', resource: 'on' },
  step: 'token',
  fault: 'wrong-verifier',
  edits: [{ name: 'redirect_uri', value: 'https://elsewhere.example/' }],
}

test('fault and edits are made when the run is at their step, and the same link comes out of it', async () => {
  const run = createTestRun(server)
  restoreScenario(run, scenario, {
    flows,
    clients: Object.values(server.clients),
    settingsFor: () => server.settings('playground-public', { choices: scenario.choices }),
  })
  assert.equal(run.get().settings.client.clientId, 'playground-app')
  await run.prepare('authorization')
  assert.equal(run.get().draft?.fault, undefined)
  await run.send()
  await run.prepare('token')
  await new Promise((resolve) => setTimeout(resolve, 50))
  const { draft } = run.get()
  assert.equal(draft?.fault, 'wrong-verifier')
  assert.ok(draft.draft.parameters.some(([name, value]) => name === 'redirect_uri' && value.includes('elsewhere')))
  assert.deepEqual(await toScenario(run.get()), scenario)
})

test('a fault is made once: the reader may undo it', async () => {
  const run = createTestRun(server)
  restoreScenario(
    run,
    { ...scenario, step: 'authorization', fault: 'plain-pkce', edits: [] },
    {
      flows,
      clients: Object.values(server.clients),
      settingsFor: () => server.settings('playground-public'),
    },
  )
  await run.prepare('authorization')
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(run.get().draft?.fault, 'plain-pkce')
  await run.prepare('authorization')
  await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(run.get().draft?.fault, undefined)
})
