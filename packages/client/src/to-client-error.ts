import { explainFetchFailure } from '@valetkey/protocol'
import * as oauth from 'oauth4webapi'
import { ClientError, type Step } from './client-error.ts'

/** Turns any error of an exchange into a ClientError with the step that failed. */
export async function toClientError(thrown: unknown, during: Step): Promise<ClientError> {
  if (thrown instanceof ClientError) return thrown
  // oauth4webapi wraps the error of a body that was not read to its end.
  if (thrown instanceof Error && thrown.cause instanceof ClientError) return thrown.cause
  if (thrown instanceof oauth.ResponseBodyError) {
    return refusal(during, thrown.error, thrown.error_description, thrown.status)
  }
  if (thrown instanceof oauth.AuthorizationResponseError) {
    return refusal(during, thrown.error, thrown.error_description, undefined)
  }
  if (thrown instanceof oauth.WWWAuthenticateChallengeError) return fromAnswer(thrown.response, thrown, during)
  if (thrown instanceof oauth.OperationProcessingError && thrown.cause instanceof Response) {
    return fromAnswer(thrown.cause, thrown, during)
  }
  if (isCutOff(thrown)) return unreachable(thrown, during)
  return new ClientError('unexpected', `${during}: the response is not valid OAuth 2.0: ${wordsOf(thrown)}`, {
    during,
    cause: withoutSecrets(thrown),
  })
}

/** Reads a response that oauth4webapi left unread: a 401 with a challenge, a 5xx, a page of a proxy. */
async function fromAnswer(response: Response, thrown: Error, during: Step): Promise<ClientError> {
  const type = response.headers.get('content-type')?.split(';')[0] ?? 'none'
  const body = response.bodyUsed ? undefined : await readJson(response)
  const { error, error_description: description } = body ?? {}
  if (typeof error === 'string') {
    return refusal(during, error, typeof description === 'string' ? description : undefined, response.status)
  }
  return new ClientError(
    'unexpected',
    `${during}: the response is not valid OAuth 2.0: status ${response.status}, content type ${type}`,
    { during, status: response.status, cause: withoutSecrets(thrown) },
  )
}

async function readJson(response: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : undefined
  } catch {
    return undefined
  }
}

function refusal(during: Step, error: string, description: string | undefined, status: number | undefined) {
  const words = [error, status === undefined ? '' : ` (${status})`, description ? `: ${description.slice(0, 500)}` : '']
  return new ClientError('oauth', `${during}: the authorization server refused: ${words.join('')}`, {
    during,
    error,
    description,
    status,
  })
}

/** For a server that could not be reached, closed the connection or took too long. */
export function unreachable(thrown: unknown, during: Step, url?: string): ClientError {
  if (thrown instanceof ClientError) return thrown
  const words = url === undefined ? 'the response was cut off' : explainFetchFailure(url, thrown)
  return new ClientError('network', `${during}: ${words}`, { during, cause: withoutSecrets(thrown) })
}

/** Whether a response ended early: its JSON is incomplete, and not malformed. Errors of `fetch` are handled elsewhere. */
function isCutOff(thrown: unknown): boolean {
  return (
    thrown instanceof oauth.OperationProcessingError &&
    thrown.code === oauth.PARSE_ERROR &&
    !(thrown.cause instanceof SyntaxError)
  )
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'unknown failure'
}

/** Keeps an error's name, code and message. oauth4webapi puts whole bodies and parameters into `cause`, tokens included. */
function withoutSecrets(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error('something that is not an Error was thrown')
  if (!('code' in thrown && String(thrown.code).startsWith('OAUTH_'))) return thrown
  return Object.assign(new Error(thrown.message), { name: thrown.name, code: thrown.code })
}
