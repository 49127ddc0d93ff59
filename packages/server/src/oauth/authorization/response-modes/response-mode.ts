import type { Client } from '../../client.ts'
import type { Instant, Keys, Pages } from '../../ports.ts'
import type { Encryption } from '../../protected-responses/encryption.ts'
import type { OAuthRequest, Reply } from '../../request.ts'

/** The fields of an authorization response, in order. */
export type Fields = readonly (readonly [string, string])[]

/** An authorization response to be delivered, success or error, and what a mode may need for that. */
export interface AuthorizationResponse extends ModeServices {
  /** The request of the browser that carries the response. */
  readonly request: OAuthRequest
  /** The redirect URI, which is registered for the client. */
  readonly to: string
  readonly fields: Fields
  readonly client: Client
  /** The mode of the response type if the request names none. */
  readonly defaultMode: ResponseMode
  readonly now: Instant
}

/** What modes use besides the response. */
export interface ModeServices {
  readonly issuer: string
  readonly keys: Pick<Keys, 'sign'>
  readonly pages: Pick<Pages, 'formPost' | 'webMessage' | 'browserState' | 'nameSession'>
  readonly encryption: Encryption
}

/** How a response travels to the redirect URI (OAuth 2.0 Multiple Response Types §2.1). Adding one is a file and a line in `index.ts`. */
export interface ResponseMode {
  /** The value of `response_mode`. */
  readonly name: string
  /** Whether tokens may travel this way to any client, or to this one: never in a query that others can read (RFC 6749 §4.2.2). */
  readonly fitForTokens: boolean | ((client: Client) => boolean)
  /** What prevents a response from reaching a redirect URI this way: a clause that follows the URI. */
  redirectUriFault?(redirectUri: string): string | undefined
  deliver(response: AuthorizationResponse): Reply | Promise<Reply>
}

/** Checks whether a client may ask for a mode: the default of its response type always, others if they are registered. */
export function isModeAllowed(mode: ResponseMode, defaultMode: ResponseMode, client: Client): boolean {
  return mode === defaultMode || client.responseModes.includes(mode.name)
}

/** Checks whether a mode may carry tokens to a client. */
export function mayCarryTokens({ fitForTokens }: ResponseMode, client: Client): boolean {
  return typeof fitForTokens === 'boolean' ? fitForTokens : fitForTokens(client)
}

/** Encodes fields for a query or a fragment. */
export function encodeFields(fields: Fields): string {
  return fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}
