import { type AccessTokenClaims, isSameResource, OAuthError, parseScope, type Scope } from '@valetkey/protocol'

/** A valid access token of this API. */
export interface AccessToken {
  /** The user, or the client itself if it acts for no user (`sub`). */
  readonly subject: string
  /** The client the token was issued to (`client_id`). */
  readonly clientId: string
  readonly scope: Scope
  readonly audience: readonly string[]
  readonly expiresAt: Date
  readonly issuer: string
  /** All claims of the JWT, or all members of the introspection response, unchanged. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** The claims that JWTs and introspection responses have in common. */
export type Claims = Pick<AccessTokenClaims, 'iss' | 'sub' | 'aud' | 'client_id' | 'exp' | 'scope'>

/**
 * Makes an access token of claims that come from the issuer.
 * @throws OAuthError `invalid_token` for another API's token or a malformed scope
 */
export function toAccessToken(
  { iss, sub, aud, client_id, exp, scope }: Claims,
  claims: Readonly<Record<string, unknown>>,
  audience: readonly string[],
): AccessToken {
  const named = typeof aud === 'string' ? [aud] : aud
  if (!named.some((one) => audience.some((own) => isSameResource(one, own)))) {
    const cause = new Error(`aud is ${named.join(' ')}, this API expects ${audience.join(' or ')}`)
    throw new OAuthError(
      'invalid_token',
      'the access token was issued for another API: its aud does not name this one',
      { clause: 'RFC 9068 §4', cause },
    )
  }
  const expiresAt = new Date(exp * 1000)
  return { subject: sub, clientId: client_id, scope: readScope(scope), audience: named, expiresAt, issuer: iss, claims }
}

function readScope(scope: string | undefined): Scope {
  try {
    return parseScope(scope)
  } catch (cause) {
    throw new OAuthError('invalid_token', 'the scope of the access token is malformed', { cause })
  }
}

const carried: unique symbol = Symbol.for('valetkey.access-token')

/** Remembers on a request the token that it was admitted with. */
export function carryToken(carrier: object, token: AccessToken): void {
  Object.defineProperty(carrier, carried, { value: token, configurable: true })
}

/**
 * Returns the access token that a guard accepted for a request: a Node or Express request, a Fastify request, a Hono context or a web `Request`.
 * @throws Error if no guard runs before the handler
 */
export function tokenOf(carrier: object): AccessToken {
  const token = (carrier as { readonly [carried]?: AccessToken })[carried] // only carryToken writes under this symbol
  if (token === undefined) throw new Error('this request passed no guard: put require(…) before the handler')
  return token
}
