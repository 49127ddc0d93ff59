import type { Settings, Values } from '../flows/flow.ts'
import type { Draft } from '../wire/exchange.ts'
import { type Edit, type Scenario, shownParameters } from './scenario.ts'

/** Values of a run that are no secrets. */
const plain = new Set(['scope', 'token_type', 'expires_in', 'expires_at'])

/** Shorter values occur by chance in honest ones, and no secret is so short. */
const shortestSecret = 8

/** Lists how the reader changed a request. Only parameters that may be in a link are compared by value. */
export function editsOf(before: Draft, after: Draft): readonly Edit[] {
  const names = [...new Set([...before.parameters, ...after.parameters].map(([name]) => name))]
  return names.flatMap((name): readonly Edit[] => {
    const [was, is] = [before, after].map(({ parameters }) => parameters.find(([one]) => one === name)?.[1])
    if (is === undefined) return [{ name, value: undefined }]
    return is !== was && shownParameters.has(name) ? [{ name, value: is }] : []
  })
}

/**
 * Writes a scenario as the fragment of a URL, without `#`: servers do not receive fragments, and so log none. What contains
 * a secret is left out, such as a token that was pasted into the scope.
 */
export function toFragment(
  scenario: Scenario,
  secrets: { readonly settings: Settings; readonly values: Values },
): string {
  const { flow, clientId, scope, choices, step, fault, edits } = scenario
  const pairs: readonly (readonly [string, string])[] = [
    ['flow', flow],
    ['client', clientId],
    ['scope', scope],
    ...Object.entries(choices).map(([name, value]) => [`choice.${name}`, value] as const),
    ...(step === undefined ? [] : [['step', step] as const]),
    ...(fault === undefined ? [] : [['fault', fault] as const]),
    ...edits.flatMap(({ name, value }): readonly (readonly [string, string])[] => {
      if (value === undefined) return [['without', name]]
      return shownParameters.has(name) ? [[`set.${name}`, value]] : []
    }),
  ]
  const hidden = findSecrets(secrets.settings, secrets.values)
  const shown = pairs.filter((pair) => !hidden.some((secret) => pair.some((text) => contains(text, secret))))
  return new URLSearchParams(shown.map(([name, value]) => [name, value])).toString()
}

function findSecrets({ client, otherClient }: Settings, values: Values): readonly string[] {
  const own = Object.entries(values).flatMap(([name, value]) => (plain.has(name) ? [] : [value]))
  const all = [...own, client.clientSecret ?? '', otherClient.clientSecret ?? '']
  return all.filter(({ length }) => length >= shortestSecret)
}

/** A secret may be percent-encoded, also as part of a URL. */
function contains(text: string, secret: string): boolean {
  return [text, decode(text)].some((one) => one.includes(secret))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
