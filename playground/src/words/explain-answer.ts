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
export function explainAnswer(sent: Draft, answer: Answer, run: Run): Explanation | undefined {
  if (answer.kind === 'unreachable') return explainUnreachable(answer)
  const error = readError(answer)
  if (error === undefined) return undefined
  const { code, description, scope } = error
  const words = errorWords(code)
  const isNarrowed = wasNarrowed(sent, error, run)
  const had =
    isNarrowed || scope === undefined || code !== 'insufficient_scope'
      ? ''
      : ` The token has the scope “${run.values.scope ?? ''}”; the call needs “${scope}”.`
  return {
    received: `${code}: ${description ?? words.text}${isNarrowed ? narrowed(run) : findRevocation(sent, error, run)}`,
    expected: `${words.expected}${had}`,
    clause: words.clause,
    fix: words.fix,
  }
}

const isOfRun = ({ headers }: Draft, { values }: Run): boolean =>
  values.access_token !== undefined && headerOf(headers, 'authorization') === `Bearer ${values.access_token}`

/** The run knows with which scope its token was issued: one that lacks part of it has been narrowed. */
function wasNarrowed(sent: Draft, { code, scope }: ReceivedError, run: Run): boolean {
  const issued = (run.values.scope ?? '').split(' ')
  const isIssued = scope?.split(' ').every((name) => issued.includes(name)) === true
  return code === 'insufficient_scope' && isIssued && isOfRun(sent, run)
}

const narrowed = ({ values }: Run) =>
  `. It was issued with “${values.scope}”, so the owner has narrowed the key since, such as on My keys.`

/** The run knows how long its token lives: one that is refused before its time was revoked. */
function findRevocation(sent: Draft, { code, description = '' }: ReceivedError, run: Run): string {
  const left = Number(run.values.expires_at ?? 0) - run.now
  if (code !== 'invalid_token' || !/revoked/i.test(description) || !isOfRun(sent, run) || !(left > 0)) return ''
  const minutes = Math.ceil(left / 60_000)
  const time = minutes === 1 ? 'a minute' : `${minutes} minutes`
  return `. It would be valid for ${left < 60_000 ? 'less than ' : ''}${time} more, so it was revoked: by the owner on My keys, by the client, or by the server.`
}

function explainUnreachable({ reason, message }: Extract<Answer, { readonly kind: 'unreachable' }>): Explanation {
  const fixes = {
    network: 'Start the server or the API with npm start, or correct its address, and send the request again.',
    cors: 'Configure the server to send the header named above, or send this request from a program instead of a page.',
    blocked: 'Allow popups for this page, or choose the redirect, and send the request again.',
    closed: 'Send the request again, and leave the window open until it closes by itself.',
    timeout: 'Check that the server is not stopped or overloaded, and send the request again.',
  }
  return {
    received: message,
    expected: 'A response that this page can read.',
    clause: reason === 'cors' ? 'Fetch Standard §3.3 (CORS protocol)' : 'RFC 9110 §15',
    fix: fixes[reason],
  }
}
