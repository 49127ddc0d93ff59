import type { Draft, Field } from '../wire/exchange.ts'
import type { Edit } from './scenario.ts'

/** Changes a request in the same way again. */
export function applyEdits(draft: Draft, edits: readonly Edit[]): Draft {
  let parameters: readonly Field[] = draft.parameters
  for (const { name, value } of edits) {
    const rest = parameters.filter(([one]) => one !== name)
    if (value === undefined) parameters = rest
    else if (rest.length === parameters.length) parameters = [...parameters, [name, value]]
    else parameters = parameters.map((field) => (field[0] === name ? [name, value] : field))
  }
  return { ...draft, parameters }
}
