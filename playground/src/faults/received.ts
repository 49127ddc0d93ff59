import type { Answer } from '../wire/exchange.ts'
import { errorWords } from '../words/errors.ts'
import { readError } from '../words/explain-answer.ts'

/** Puts an answer into a sentence: its error code and description, or that there was none. */
export function receivedOf(answer: Answer): string {
  if (answer.kind === 'unreachable') return answer.message
  const error = readError(answer)
  if (error === undefined) return 'The request succeeded.'
  return `${error.code}: ${asSentence(error.description ?? errorWords(error.code).text)}`
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
