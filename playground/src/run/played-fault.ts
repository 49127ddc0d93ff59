import type { Fault } from '../faults/fault.ts'
import { faults } from '../faults/index.ts'
import type { Run } from '../flows/flow.ts'
import type { Draft } from '../wire/exchange.ts'
import { outcomeOf } from './outcome.ts'

/** Finds a fault by its name. */
export function findFault(name: string | undefined): Fault | undefined {
  return faults.find((one) => one.name === name)
}

/** Whether a fault can be done to a request in this run. */
export function isPossible(fault: Fault, honest: Draft, run: Run): boolean {
  if (fault.change(honest, run) !== undefined) return true
  const settings = fault.withSettings?.(run.settings)
  return settings !== undefined && settings.api !== run.settings.api && URL.canParse(settings.api)
}

/** Explains the answer to a fault, and says so if a server accepted what it should have refused. */
export function explainFault(fault: Fault): Fault['explain'] {
  return (sent, answer, run) => {
    const explanation = fault.explain(sent, answer, run)
    if (fault.mayWork || outcomeOf(answer) !== 'ok') return explanation
    return { ...explanation, received: `The server accepted it. ${explanation.received}` }
  }
}
