import { explainFetchFailure } from '@valetkey/protocol'
import * as oauth from 'oauth4webapi'
import { ClientError, type Step } from './client-error.ts'

/** Turns whatever an exchange threw into a ClientError that says where it failed. */
export async function toClientError(thrown: unknown, during: Step): Promise<ClientError> {
  if (thrown instanceof ClientError) return thrown
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
  return new ClientError('unexpected', `${during}: the answer is not what OAuth 2.0 says: ${wordsOf(thrown)}`, {
    during,
    cause: withoutSecrets(thrown),
  })
}

/** Reads an answer that oauth4webapi left unread: a 401 with a challenge, a 5xx, a page of a proxy. */
async function fromAnswer(response: Response, thrown: Error, during: Step): Promise<ClientError> {
  const type = response.headers.get('content-type')?.split(';')[0] ?? 'none'
  const body = response.bodyUsed ? undefined : await readJson(response)
  const { error, error_description: description } = body ?? {}
  if (typeof error === 'string') {
    return refusal(during, error, typeof description === 'string' ? description : undefined, response.status)
  }
  return new ClientError(
    'unexpected',
    `${during}: the answer is not what OAuth 2.0 says: status ${response.status}, content type ${type}`,
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

/** Says that a server could not be reached, was cut off, or took too long, and at which URL. */
export function unreachable(thrown: unknown, during: Step, url?: string): ClientError {
  const words = url === undefined ? 'the response was cut off' : explainFetchFailure(url, thrown)
  return new ClientError('network', `${during}: ${words}`, { during, cause: withoutSecrets(thrown) })
}

/** Tells an answer that was cut off from a bad one: its JSON could not be read to the end. What `fetch` throws never comes here. */
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

/** Keeps an error's kind and words; oauth4webapi hangs whole bodies and parameters on `cause`, tokens included. */
function withoutSecrets(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error('something that is not an Error was thrown')
  if (!('code' in thrown && String(thrown.code).startsWith('OAUTH_'))) return thrown
  return Object.assign(new Error(thrown.message), { name: thrown.name, code: thrown.code })
}
