import { randomBytes } from 'node:crypto'
import type { Consent } from '../../../conformance/browser/browser.ts'
import type { Flow, Settings } from '../flows/flow.ts'
import { createRun } from '../run/create-run.ts'
import type { RunStore } from '../run/run-store.ts'
import type { Exchange } from '../wire/exchange.ts'
import { createSend } from '../wire/send.ts'
import type { PlaygroundServer } from './playground-server.ts'
import { createScriptedOwner } from './scripted-owner.ts'

/** Creates a run whose owner is scripted. */
export function createTestRun({ origin, alice }: PlaygroundServer, consent: Consent = {}): RunStore {
  const owner = createScriptedOwner(alice, consent)
  return createRun({
    send: createSend({ fetch, origin }),
    openFrontChannel: owner,
    clock: Date.now,
    random: (bytes) => randomBytes(bytes).toString('base64url'),
  })
}

/** Sends the steps of a flow up to one, or all of them. Returns the exchanges. */
export async function play(
  run: RunStore,
  flow: Flow,
  settings: Settings,
  until?: string,
): Promise<readonly Exchange[]> {
  run.choose(flow, settings)
  for (const { name } of flow.steps) {
    if (name === until) break
    await run.prepare(name)
    await run.send()
  }
  return run.get().exchanges
}

/** Describes exchanges in a few words each, for comparisons. */
export function outline(exchanges: readonly Exchange[]): readonly string[] {
  return exchanges.map(({ name, from, outcome, explanation }) =>
    [
      name,
      ...(from === 'attacker' ? ['by attacker'] : []),
      outcome,
      ...(outcome === 'ok' ? [] : [codeOf(explanation)]),
    ].join(' '),
  )
}

const codeOf = (explanation: Exchange['explanation']) => /^[a-z_0-9]+(?=:)/.exec(explanation?.received ?? '')?.[0] ?? ''
