import type { Fault } from '../faults/fault.ts'
import type { Flow, FlowStep, Settings, Values } from '../flows/flow.ts'
import type { Answer, Draft, Exchange } from '../wire/exchange.ts'

/** What the page shows of a run. Never changed: each change makes another. */
export interface RunSnapshot {
  readonly flow: Flow
  readonly settings: Settings
  readonly values: Values
  readonly exchanges: readonly Exchange[]
  /** The next step that is ready and not done. */
  readonly next: FlowStep | undefined
  /** The names of the steps that are done. */
  readonly done: readonly string[]
  /** The request that `send` sends. `faults` can be done to it in this run. */
  readonly draft:
    | {
        readonly step: FlowStep
        readonly draft: Draft
        readonly fault: string | undefined
        readonly faults: readonly Fault[]
      }
    | undefined
  /** An attacker is played. */
  readonly attacker: boolean
  /** An exchange is in progress. */
  readonly busy: boolean
  /** Until when the run waits before it sends, in milliseconds since 1970, such as for a token to expire. */
  readonly waitsUntil: number | undefined
}

/** One run of a flow, for `useSyncExternalStore`. */
export interface RunStore {
  readonly get: () => RunSnapshot
  readonly subscribe: (listener: () => void) => () => void
  /** Starts over with a flow and settings. */
  readonly choose: (flow: Flow, settings: Settings) => void
  /**
   * Fills `draft` with the request of a step, changed by a fault if one is named. A fault that needs other settings sends
   * the steps so far again first. Rejects with a sentence for the reader if the run lacks what the step or the fault needs.
   */
  readonly prepare: (step: string, fault?: string) => Promise<void>
  /** Replaces the request, as the reader edited it. */
  readonly edit: (draft: Draft) => void
  /** Sends `draft`, and whatever belongs to its step and fault. A popup opens before this returns. */
  readonly send: () => Promise<void>
  /** Prepares and sends a step that need not be one of the flow, such as a call of the API. */
  readonly call: (step: FlowStep) => Promise<void>
  readonly playAttacker: (isPlayed: boolean) => void
  /** Starts over with the same flow and settings. */
  readonly reset: () => void
  /** Writes the run as text, for the tab that leaves by a redirect. It has secrets and tokens in it. */
  readonly save: () => string
  /** Reads what `save` wrote. A text that it cannot read changes nothing. */
  readonly restore: (text: string) => void
  /** Continues with the answer with which a tab came back from a redirect; undefined if it came back without one. */
  readonly resume: (answer: Answer | undefined) => Promise<void>
}

/** How the owner's browser goes to the server. */
export interface FrontChannelOptions {
  readonly mode: 'popup' | 'redirect'
}

/** What a run uses of the outside. */
export interface RunOptions {
  readonly send: (draft: Draft) => Promise<Answer>
  readonly openFrontChannel: (url: string, options: FrontChannelOptions) => Promise<Answer>
  readonly clock: () => number
  /** Random bytes as base64url. */
  readonly random: (bytes: number) => string
  /** Waits some milliseconds; by default it does so really. */
  readonly sleep?: (milliseconds: number) => Promise<void>
}

/** What every part of the page gets. */
export interface RunProps {
  readonly run: RunStore
  readonly snapshot: RunSnapshot
}
