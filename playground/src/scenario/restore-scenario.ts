import { faults } from '../faults/index.ts'
import type { Flow, PlaygroundClient, Settings } from '../flows/flow.ts'
import type { RunStore } from '../run/run-store.ts'
import { applyEdits } from './apply-edits.ts'
import type { Scenario } from './scenario.ts'

/** What the page has to restore a scenario from. */
export interface Place {
  readonly flows: readonly Flow[]
  readonly clients: readonly PlaygroundClient[]
  readonly settingsFor: (flow: Flow) => Settings
}

/**
 * Chooses the flow and the settings of a scenario. The fault and the edits are made as soon as the run is at their step:
 * the steps before it are for the reader to send, because only the owner can log in.
 */
export function restoreScenario(run: RunStore, scenario: Scenario, { flows, clients, settingsFor }: Place): void {
  const flow = flows.find(({ name }) => name === scenario.flow)
  if (flow === undefined) return
  const settings = settingsFor(flow)
  const client = clients.find(({ clientId }) => clientId === scenario.clientId) ?? settings.client
  const otherClient = clients.find((one) => one !== client && one.redirectUri === client.redirectUri)
  run.choose(flow, {
    ...settings,
    client,
    otherClient: settings.client === client ? settings.otherClient : (otherClient ?? settings.otherClient),
    scope: scenario.scope,
    choices: { ...settings.choices, ...scenario.choices },
  })
  const isAttack = faults.some(({ name, kind }) => name === scenario.fault && kind === 'attack')
  if (isAttack) run.playAttacker(true)
  if (scenario.step === undefined || (scenario.fault === undefined && scenario.edits.length === 0)) return
  const stop = run.subscribe(() => {
    const { flow: current, draft, busy } = run.get()
    if (current !== flow) stop()
    if (
      busy ||
      draft === undefined ||
      draft.step.name !== scenario.step ||
      draft.fault !== undefined ||
      current !== flow
    )
      return
    stop()
    void breakStep(run, scenario)
  })
}

async function breakStep(run: RunStore, { step = '', fault, edits }: Scenario): Promise<void> {
  // A fault may be impossible in this run, as in one that the reader changed since.
  if (fault !== undefined) await run.prepare(step, fault).catch(() => undefined)
  const { draft } = run.get()
  if (draft !== undefined && draft.step.name === step && edits.length > 0) run.edit(applyEdits(draft.draft, edits))
}
