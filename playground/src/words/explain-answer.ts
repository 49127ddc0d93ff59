import { parseChallenges } from '@valetkey/protocol'
import type { Run } from '../flows/flow.ts'
import { headerOf } from '../wire/draft.ts'
import type { Answer, Draft, Explanation } from '../wire/exchange.ts'
import { readJson } from '../wire/send.ts'
import { errorWords } from './errors.ts'

/** An error as an endpoint or an API sent it. */
export interface ReceivedError {
  readonly code: string
  readonly description: string | undefined
  /** The scope that an API would need (RFC 6750 §3). */
  readonly scope: string | undefined
}

/** Reads the error of an answer: from the redirect, the JSON body or the challenge (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3). */
export function readError(answer: Answer): ReceivedError | undefined {
  if (answer.kind === 'refused-by-client') return { code: answer.code, description: answer.message, scope: undefined }
  if (answer.kind === 'unreachable') return undefined
  if (answer.kind === 'callback') {
    const read = (name: string) => answer.parameters.find(([one]) => one === name)?.[1]
    const code = read('error')
    return code === undefined ? undefined : { code, description: read('error_description'), scope: undefined }
  }
  if (answer.status < 400) return undefined
  const { error, error_description } = readJson(answer) ?? {}
  const challenges = parseChallenges(headerOf(answer.headers, 'www-authenticate') ?? '')
  const challenge = challenges.find(({ parameters }) => parameters.error !== undefined)?.parameters
  const code = challenge?.error ?? (typeof error === 'string' ? error : undefined)
  const description =
    challenge?.error_description ?? (typeof error_description === 'string' ? error_description : undefined)
  return { code: code ?? `status_${answer.status}`, description, scope: challenge?.scope }
}

/** Explains an answer that is no success, from its error code; undefined for a success. */
export function explainAnswer(_sent: Draft, answer: Answer, run: Run): Explanation | undefined {
  if (answer.kind === 'unreachable') return explainUnreachable(answer)
  const error = readError(answer)
  if (error === undefined) return undefined
  const { code, description, scope } = error
  const words = errorWords(code)
  const had =
    scope === undefined ? '' : ` The token has the scope “${run.values.scope ?? ''}”, and “${scope}” is needed.`
  return {
    received: description === undefined ? `${code}: ${words.text}` : `${code}: ${description}`,
    expected: `${words.expected}${had}`,
    clause: words.clause,
    fix: words.fix,
  }
}

function explainUnreachable({ reason, message }: Extract<Answer, { readonly kind: 'unreachable' }>): Explanation {
  const fixes = {
    network: 'Start the server or the API with npm start, or correct its address, and send the request again.',
    cors: 'Have the server send the header named above, or send this request from a program instead of a page.',
    closed: 'Send the request again, and leave the window open until it closes by itself.',
    timeout: 'Check that the server is not stopped or overloaded, and send the request again.',
  }
  return {
    received: message,
    expected: 'A response that this page may read.',
    clause: reason === 'cors' ? 'Fetch Standard §3.3 (CORS protocol)' : 'RFC 9110 §15',
    fix: fixes[reason],
  }
}
