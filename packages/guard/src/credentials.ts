import { OAuthError } from '@valetkey/protocol'
import { isRepeated } from './schemes/authorization.ts'
import type { Scheme, SchemeRequest } from './schemes/scheme.ts'

/** How a request presents an access token; `error` is set if it does so wrongly. */
export type Credentials =
  | { readonly outcome: 'none'; readonly inQuery: boolean }
  | { readonly outcome: 'malformed'; readonly scheme: Scheme | undefined; readonly error: OAuthError }
  | { readonly outcome: 'presented'; readonly scheme: Scheme }

/**
 * Finds the one scheme with which a request presents an access token (RFC 6750 §2).
 * A token in the URL is never accepted, because URLs are logged (RFC 9700 §4.3.2).
 */
export function readCredentials(request: SchemeRequest, schemes: readonly Scheme[]): Credentials {
  const authorization = request.headers.get('authorization')
  const inQuery = /[?&]access_token=/.test(request.url)
  if (authorization !== null && isRepeated(authorization, schemes)) {
    const error = new OAuthError(
      'invalid_request',
      `the Authorization header was sent more than once: send one, as ${usageOf(schemes)} (RFC 6750 §2)`,
    )
    return { outcome: 'malformed', scheme: undefined, error }
  }
  const [scheme, ...others] = schemes.filter((one) => one.recognizes(request))
  if (scheme === undefined) return { outcome: 'none', inQuery }
  if (others.length > 0) {
    const names = [scheme, ...others].map(({ name }) => name).join(' and ')
    const error = new OAuthError(
      'invalid_request',
      `the request presents an access token in several ways, ${names}: use one (RFC 6750 §2)`,
    )
    return { outcome: 'malformed', scheme: undefined, error }
  }
  if (!inQuery) return { outcome: 'presented', scheme }
  const error = new OAuthError(
    'invalid_request',
    'the access token was sent in the Authorization header and in the URL: send it in the header only (RFC 6750 §2)',
  )
  return { outcome: 'malformed', scheme, error }
}

/** Names every way in which a token may be sent, for error descriptions. */
export function usageOf(schemes: readonly Scheme[]): string {
  return schemes.map(({ usage }) => usage).join(' or ')
}
