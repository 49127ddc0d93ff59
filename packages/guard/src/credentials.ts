import type { GuardRequest } from './request.ts'

/** Says what a request brought along to be let in. */
export type Credentials =
  | { readonly outcome: 'none'; readonly inQuery: boolean }
  | { readonly outcome: 'malformed'; readonly why: string }
  | { readonly outcome: 'token'; readonly token: string }

/** After quoted strings are taken out: a second scheme with its credentials, or an empty member of a list. */
const several = /,\s*(?:[\w!#$%&'*+.^`|~-]+ +[^\s,=]|bearer\s*(?:,|$)|,|$)|^\s*,/i

const bearer = /^bearer(?: +([A-Za-z0-9\-._~+/]+=*) *)?$/i

/**
 * Reads the access token of a request: from the `Authorization` header alone (RFC 6750 §2.1);
 * one in the URL is never accepted, for URLs are logged (RFC 9700 §4.3.2).
 */
export function readCredentials({ url, headers }: GuardRequest): Credentials {
  const authorization = headers.get('authorization')
  const inQuery = /[?&]access_token=/.test(url)
  if (authorization !== null && several.test(authorization.replace(/"(?:[^"\\]|\\.?)*(?:"|$)/gs, '""'))) {
    return {
      outcome: 'malformed',
      why: 'the Authorization header was sent more than once: send one, as Authorization: Bearer TOKEN (RFC 6750 §2)',
    }
  }
  if (authorization === null || !/^bearer(?![!#$%&'*+.^`|~\w-])/i.test(authorization))
    return { outcome: 'none', inQuery }
  if (inQuery)
    return {
      outcome: 'malformed',
      why: 'the access token was sent in the Authorization header and in the URL: send it in the header only (RFC 6750 §2)',
    }
  const token = bearer.exec(authorization)?.[1]
  if (token === undefined) {
    return {
      outcome: 'malformed',
      why: 'the Authorization header is malformed: send Authorization: Bearer TOKEN (RFC 6750 §2.1)',
    }
  }
  return { outcome: 'token', token }
}
