import type { Flow, FlowStep, Settings } from '../flows/flow.ts'
import type { RunSnapshot } from './run-store.ts'

const nobody = { clientId: '', clientSecret: undefined, redirectUri: '' }

/** Settings before the page has chosen any: no step is ready. */
export const noSettings: Settings = {
  metadata: { issuer: '' },
  client: nobody,
  otherClient: nobody,
  api: '',
  otherApi: '',
  scope: '',
  responseMode: undefined,
  choices: {},
}

/** A run before its first exchange. */
export function begin(flow: Flow, settings: Settings): RunSnapshot {
  return {
    flow,
    settings,
    values: {},
    exchanges: [],
    next: undefined,
    done: [],
    draft: undefined,
    attacker: false,
    busy: false,
    waitsUntil: undefined,
  }
}

/** Returns the next step that is ready and not done. */
export function findNext({ flow, settings, values, done }: RunSnapshot, now: number): FlowStep | undefined {
  const next = flow.steps.find(({ name }) => !done.includes(name))
  return next?.isReady({ settings, values, now }) ? next : undefined
}
