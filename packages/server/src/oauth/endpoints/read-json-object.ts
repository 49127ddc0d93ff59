import { OAuthError } from '@valetkey/protocol'
import type { JsonObject } from '../grant-context.ts'
import { isTooDeep } from '../nesting.ts'
import type { OAuthRequest } from '../request.ts'

const jsonType = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i

/** The largest accepted text, in characters. */
const longest = 20_000

/** Reads the JSON object in a request's body (RFC 7591 §3.1). @throws OAuthError `invalid_client_metadata` */
export async function readJsonObject(request: OAuthRequest): Promise<JsonObject> {
  if (!jsonType.test(request.headers.get('content-type') ?? ''))
    throw refused('the Content-Type must be application/json')
  const text = await request.text()
  if (text.length > longest) {
    throw new OAuthError('invalid_client_metadata', `the body is longer than ${longest} characters: shorten it`, {
      status: 413,
    })
  }
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refused('the body must be a JSON object')
  if (isTooDeep(value)) throw refused('the body is nested too deeply: no member needs more than a few levels')
  return value as JsonObject // checked by its reader, member by member
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw refused('the body is not JSON')
  }
}

function refused(what: string): OAuthError {
  return new OAuthError('invalid_client_metadata', what, { clause: 'RFC 7591 §3.1' })
}
