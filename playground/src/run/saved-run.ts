import { flows } from '../flows/index.ts'
import type { Draft } from '../wire/exchange.ts'
import type { RunSnapshot } from './run-store.ts'

/** The exchange that a tab left for. */
export interface Departure {
  readonly step: string
  readonly draft: Draft
  readonly fault: string | undefined
  /** Undefined if the reader sent the step. */
  readonly goal?: Goal | undefined
}

/** A fault that the run is on its way to, and the step that it is made at. */
export interface Goal {
  readonly step: string
  readonly fault: string | undefined
}

/** A run as it was saved. */
export type SavedRun = Pick<RunSnapshot, 'flow' | 'settings' | 'values' | 'exchanges' | 'done' | 'attacker'> & {
  readonly departure: Departure | undefined
}

const version = 1

/** Writes a run as text: the flow by its name. */
export function writeRun({ flow, ...rest }: SavedRun): string {
  return JSON.stringify({ version, flow: flow.name, ...rest })
}

/** Reads what `writeRun` wrote in this tab; undefined if it is something else, such as the text of an older release. */
export function readRun(text: string): SavedRun | undefined {
  try {
    const saved = JSON.parse(text)
    const flow = flows.find(({ name }) => name === saved.flow)
    const isWhole = saved.version === version && Array.isArray(saved.exchanges) && Array.isArray(saved.done)
    if (flow === undefined || !isWhole || typeof saved.settings?.metadata?.issuer !== 'string') return undefined
    const { settings, values = {}, exchanges, done, attacker = false, departure } = saved
    return { flow, settings, values, exchanges, done, attacker, departure }
  } catch {
    return undefined
  }
}
