import { OAuthError, type Parameters, splitParameters } from '@valetkey/protocol'
import { checkedParameters } from '../checks/index.ts'
import { type Prompt, readPrompt } from '../checks/prompt.ts'

declare const stored: unique symbol

/**
 * A resolved request while a user logs in and decides: its parameters, form-encoded, and no others. Only `flow.resume` reads
 * it. The checks run again then, since the client may have changed; the request is not resolved again.
 */
export type StoredRequest = string & { readonly [stored]: true }

const kept: ReadonlySet<string> = new Set(['client_id', 'redirect_uri', 'state', ...checkedParameters])

/** In bytes, form-encoded: sealed it is a third longer, and many proxies pass no URL of more than 8 kB. */
const longestRequest = 4608

/**
 * Writes the parameters that are read by some check or travel to the response.
 * @throws OAuthError `invalid_request` if they are too long
 */
export function toStoredRequest(parameters: Parameters): StoredRequest {
  let text = ''
  for (const [name, values] of parameters) {
    if (!kept.has(name)) continue
    for (const value of values) text += `${text === '' ? '' : '&'}${name}=${encode(value)}`
  }
  if (text.length > longestRequest) {
    const description = `the parameters of the authorization request have ${text.length} bytes form-encoded, and the limit is ${longestRequest}: shorten state, scope or claims`
    throw new OAuthError('invalid_request', description)
  }
  return text as StoredRequest // written just above
}

/** Returns the parameters of a stored request. @throws OAuthError for a text that is none */
export function fromStoredRequest(text: string): Parameters {
  return splitParameters(text)
}

/** Removes a value of `prompt` that the user has complied with. */
export function dropPrompt(text: string, value: Prompt): StoredRequest {
  const { prompt, ...others } = Object.fromEntries(fromStoredRequest(text))
  const left = readPrompt(prompt?.[0]).filter((one) => one !== value)
  return toStoredRequest(new Map(Object.entries(left.length === 0 ? others : { ...others, prompt: [left.join(' ')] })))
}

/** The unreserved characters, which stay as they are (RFC 3986 §2.3). */
const plain = /^[\w.~-]*$/

function encode(value: string): string {
  return plain.test(value) ? value : encodeURIComponent(value)
}
