import type { Client } from '../client.ts'
import type { Pages } from '../ports.ts'
import { type Reply, seeOther } from '../request.ts'

/** The fields of an authorization response, in order. */
export type Fields = readonly (readonly [string, string])[]

/** A way to carry the answer to the redirect URI (OAuth 2.0 Multiple Response Types §2.1). */
export interface ResponseMode {
  readonly name: string
  /** Whether an access token may travel this way: never in a query (RFC 6749 §4.2.2). */
  readonly fitForTokens: boolean
  respond(redirectUri: string, fields: Fields, pages: Pick<Pages, 'formPost'>): Reply
}

/** Carries the answer in the query (RFC 6749 §4.1.2); a query that was registered is kept (§3.1.2). */
export const query: ResponseMode = {
  name: 'query',
  fitForTokens: false,
  respond: (redirectUri, fields) => seeOther(redirectUri + (redirectUri.includes('?') ? '&' : '?') + encode(fields)),
}

/** Carries the answer in the fragment, which no server sees (RFC 6749 §4.2.2). */
export const fragment: ResponseMode = {
  name: 'fragment',
  fitForTokens: true,
  respond: (redirectUri, fields) => seeOther(`${redirectUri}#${encode(fields)}`),
}

/** Carries the answer in a form that the browser posts (OAuth 2.0 Form Post Response Mode §2). */
export const formPost: ResponseMode = {
  name: 'form_post',
  fitForTokens: true,
  respond: (redirectUri, fields, pages) => pages.formPost(redirectUri, fields),
}

/** Lists the response modes there are. */
export const responseModes: readonly ResponseMode[] = [query, fragment, formPost]

/** Checks whether a client may ask for a mode: for the default of its response type always, for others where they are registered. */
export function isModeAllowed(mode: ResponseMode, defaultMode: ResponseMode, client: Client): boolean {
  return mode === defaultMode || client.responseModes.includes(mode.name)
}

function encode(fields: Fields): string {
  return fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}
