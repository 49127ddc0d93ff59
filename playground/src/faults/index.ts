import type { Flow, FlowStep } from '../flows/flow.ts'
import type { Fault } from './fault.ts'

/** Every fault and attack, in the order shown: one file each, and a line here. */
export const faults: readonly Fault[] = []

/** Lists the faults that exist for a step of a flow. */
export function faultsAt(flow: Pick<Flow, 'name'>, step: Pick<FlowStep, 'name'>): readonly Fault[] {
  return faults.filter(({ at }) => at.includes(step.name) || at.includes(`${flow.name}/${step.name}`))
}
