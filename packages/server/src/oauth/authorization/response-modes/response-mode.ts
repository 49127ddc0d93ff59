import type { Client } from '../../client.ts'
import type { Instant, Keys, Pages } from '../../ports.ts'
import type { OAuthRequest, Reply } from '../../request.ts'

/** The fields of an authorization response, in order. */
export type Fields = readonly (readonly [string, string])[]

/** An authorization response to be delivered, success or error, and what a mode may need for that. */
export interface AuthorizationResponse {
  /** The request of the browser that carries the response. */
  readonly request: OAuthRequest
  /** The redirect URI, which is registered for the client. */
  readonly to: string
  readonly fields: Fields
  readonly client: Client
  readonly issuer: string
  readonly keys: Pick<Keys, 'sign'>
  readonly pages: Pick<Pages, 'formPost'>
  readonly now: Instant
}

/** How a response travels to the redirect URI (OAuth 2.0 Multiple Response Types §2.1). Adding one is a file and a line in `index.ts`. */
export interface ResponseMode {
  /** The value of `response_mode`. */
  readonly name: string
  /** Whether an access token may travel this way: never in a query (RFC 6749 §4.2.2). */
  readonly fitForTokens: boolean
  deliver(response: AuthorizationResponse): Reply | Promise<Reply>
}

/** Checks whether a client may ask for a mode: the default of its response type always, others if they are registered. */
export function isModeAllowed(mode: ResponseMode, defaultMode: ResponseMode, client: Client): boolean {
  return mode === defaultMode || client.responseModes.includes(mode.name)
}

/** Encodes fields for a query or a fragment. */
export function encodeFields(fields: Fields): string {
  return fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}
