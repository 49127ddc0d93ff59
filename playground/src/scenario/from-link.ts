import type { Flow } from '../flows/flow.ts'
import { type Edit, longestLink, type Scenario, shownParameters } from './scenario.ts'

/** What this playground knows: a link can choose among it, and nothing else. */
export interface Known {
  readonly flows: readonly Pick<Flow, 'name' | 'choices' | 'steps' | 'clients' | 'defaultScope'>[]
  readonly faults: readonly { readonly name: string }[]
  readonly clientIds: readonly string[]
}

export type FromLink =
  | { readonly outcome: 'none' }
  | { readonly outcome: 'scenario'; readonly scenario: Scenario }
  | { readonly outcome: 'refused'; readonly message: string }

/** Reads the fragment of a URL, with or without `#`. Anything may be in it: a link comes from anyone. */
export function fromFragment(fragment: string, known: Known): FromLink {
  const text = fragment.replace(/^#/, '')
  if (text === '') return { outcome: 'none' }
  if (text.length > longestLink) return refuse(`it is longer than ${longestLink} characters`)
  const pairs = [...new URLSearchParams(text)]
  const fault = findFault(pairs)
  if (fault !== undefined) return refuse(fault)
  const find = (name: string) => pairs.find(([one]) => one === name)?.[1]
  const flow = known.flows.find(({ name }) => name === find('flow'))
  if (flow === undefined) return refuse('it names no flow of this playground')
  const usable = flow.clients.filter((id) => known.clientIds.includes(id))
  const clientId = find('client') ?? usable[0] ?? known.clientIds[0] ?? ''
  if (!known.clientIds.includes(clientId)) return refuse('it names a client that this playground does not have')
  if (usable.length > 0 && !usable.includes(clientId)) return refuse('its client cannot play its flow')
  const [step, broken] = [find('step'), find('fault')]
  if (step !== undefined && !flow.steps.some(({ name }) => name === step)) return refuse('it names no step of its flow')
  if (broken !== undefined && !known.faults.some(({ name }) => name === broken)) {
    return refuse('it names no fault of this playground')
  }
  if (broken !== undefined && step === undefined) return refuse('it names a fault, but no step')
  const choices = pairs.flatMap(([name, value]) =>
    name.startsWith('choice.') ? [[name.slice(7), value] as const] : [],
  )
  const isKnown = ([name, value]: readonly [string, string]) =>
    flow.choices.some((one) => one.name === name && one.options.some((option) => option.value === value))
  if (!choices.every(isKnown)) return refuse('it makes a choice that its flow does not have')
  const scope = find('scope') ?? flow.defaultScope
  return {
    outcome: 'scenario',
    scenario: {
      flow: flow.name,
      clientId,
      scope,
      choices: Object.fromEntries(choices),
      step,
      fault: broken,
      edits: editsIn(pairs),
    },
  }
}

const names = /^(?:flow|client|scope|step|fault|without|choice\.[a-z_]{1,40}|set\.[a-z_]{1,40})$/
const controls = /\p{Cc}/u
/** A value that a browser would run as a program, wherever it were used as an address. */
const program = /^\s*(?:javascript|data|vbscript|blob|file):/i

/** What is wrong with the names and values as such. */
function findFault(pairs: readonly (readonly [string, string])[]): string | undefined {
  const unknown = pairs.find(([name]) => !names.test(name))
  if (unknown !== undefined) return 'it is not one that this page made'
  if (pairs.some(([, value]) => controls.test(value))) return 'it has control characters in it'
  if (pairs.some(([, value]) => program.test(value))) return 'it has an address in it that is a program'
  const hidden = pairs.some(([name]) => name.startsWith('set.') && !shownParameters.has(name.slice(4)))
  if (hidden) return 'it sets a parameter that a link cannot set'
  const once = pairs.map(([name]) => name).filter((name) => name !== 'without')
  return new Set(once).size < once.length ? 'it says one thing twice' : undefined
}

function editsIn(pairs: readonly (readonly [string, string])[]): readonly Edit[] {
  return pairs.flatMap(([name, value]): readonly Edit[] => {
    if (name === 'without') return /^[a-z_]{1,40}$/.test(value) ? [{ name: value, value: undefined }] : []
    return name.startsWith('set.') ? [{ name: name.slice(4), value }] : []
  })
}

function refuse(reason: string): FromLink {
  return { outcome: 'refused', message: `This link cannot be restored: ${reason}. The playground starts empty.` }
}
