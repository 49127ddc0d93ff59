import type { Answer, Exchange } from '../wire/exchange.ts'

/**
 * Judges an answer: an authorization response with `error` and a status from 400 on are refusals. So is a window that was
 * closed after a fault: the server showed the error on its own page.
 */
export function outcomeOf(answer: Answer, isFault = false): Exclude<Exchange['outcome'], 'waiting'> {
  if (answer.kind === 'unreachable') return isFault && answer.reason === 'closed' ? 'refused' : 'unreachable'
  if (answer.kind === 'refused-by-client') return 'refused'
  if (answer.kind === 'callback') return answer.parameters.some(([name]) => name === 'error') ? 'refused' : 'ok'
  return answer.status >= 400 ? 'refused' : 'ok'
}

/** Adds the error of a signed authorization response, which only the client can read, to its parameters. */
export function withError(answer: Answer, error: string, description: string | undefined): Answer {
  if (answer.kind !== 'callback' || answer.parameters.some(([name]) => name === 'error')) return answer
  const described = description === undefined ? [] : [['error_description', description] as const]
  return { ...answer, parameters: [...answer.parameters, ['error', error], ...described] }
}

/** Turns what was thrown while sending into an answer. */
export function toUnreachable(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'unreachable', reason: 'network', message }
}
