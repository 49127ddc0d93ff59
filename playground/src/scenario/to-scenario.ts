import { faults } from '../faults/index.ts'
import type { Run, Tools } from '../flows/flow.ts'
import type { RunSnapshot } from '../run/run-store.ts'
import type { Scenario } from './scenario.ts'
import { editsOf } from './to-link.ts'

/** Describes the run that is shown, so that it can be played again. */
export async function toScenario({ flow, settings, values, draft }: RunSnapshot): Promise<Scenario> {
  const { client, scope, choices } = settings
  const isChosen = draft !== undefined && flow.steps.some(({ name }) => name === draft.step.name)
  const base = { flow: flow.name, clientId: client.clientId, scope, choices: choicesOf(flow.choices, choices) }
  if (!isChosen) return { ...base, step: undefined, fault: undefined, edits: [] }
  const run: Run = { settings, values, now: 0 }
  const made = await draft.step.draft(run, tools)
  const fault = faults.find(({ name }) => name === draft.fault)
  const before = fault?.change(made.draft, { ...run, values: { ...values, ...made.values } }) ?? made.draft
  const edits = editsOf(before, draft.draft)
  const isFirst = draft.step.name === flow.steps[0]?.name
  if (isFirst && fault === undefined && edits.length === 0) return { ...base, step: undefined, fault: undefined, edits }
  return { ...base, step: draft.step.name, fault: draft.fault, edits }
}

/** Choices of this flow only: others are left over from flows before. */
function choicesOf(
  known: RunSnapshot['flow']['choices'],
  choices: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own = known.flatMap(({ name, options }) => {
    const value = choices[name]
    return options.some((option) => option.value === value) && value !== undefined ? [[name, value] as const] : []
  })
  return Object.fromEntries(own)
}

/** Random values are not compared, so these need not be random. */
const tools: Tools = {
  random: () => 'not-random',
  loadKeys: () => Promise.reject(new Error('a link is made without requests')),
}
