import type { Flow, FlowStep, Settings, Values } from '../flows/flow.ts'
import type { Draft, Exchange } from '../wire/exchange.ts'

/** What a run looks like at one moment. */
export interface RunSnapshot {
  readonly flow: Flow
  readonly settings: Settings
  readonly values: Values
  readonly exchanges: readonly Exchange[]
  /** The next step that is ready and not done. */
  readonly next: FlowStep | undefined
  /** Names of the steps that are done. */
  readonly done: readonly string[]
  /** What will be sent next, open to edits. */
  readonly draft: { readonly step: FlowStep; readonly draft: Draft; readonly fault: string | undefined } | undefined
  readonly attacker: boolean
}

/** One run of a flow, for `useSyncExternalStore`. */
export interface RunStore {
  readonly get: () => RunSnapshot
  readonly subscribe: (listener: () => void) => () => void
  /** Starts over. */
  readonly choose: (flow: Flow, settings: Settings) => void
  /** Makes the draft of a step. */
  readonly prepare: (step: string, fault?: string) => Promise<void>
  readonly edit: (draft: Draft) => void
  readonly playAttacker: (attacker: boolean) => void
  /** Sends the draft, appends the exchanges and remembers their values. */
  readonly send: () => Promise<void>
  /** Prepares and sends, such as a call of the API. */
  readonly call: (step: FlowStep) => Promise<void>
  readonly reset: () => void
  /** The run as text, for the redirect channel: kept in the session storage of the tab. */
  readonly save: () => string
  readonly restore: (text: string) => void
}

/** What every part of the page gets. */
export interface RunProps {
  readonly run: RunStore
  readonly snapshot: RunSnapshot
}
