import { isSameResource, OAuthError, parseScope, type Scope } from '@valetkey/protocol'

/** Holds what a valid access token says: who allowed which client to do what, and until when. */
export interface AccessToken {
  /** The person, or the client itself where it acts for nobody (`sub`). */
  readonly subject: string
  /** The client the token was issued to (`client_id`). */
  readonly clientId: string
  readonly scope: Scope
  readonly audience: readonly string[]
  readonly expiresAt: Date
  readonly issuer: string
  /** All claims of the JWT, or all members of the introspection answer, as they came. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** Says what an access token's claims hold, before they are judged. */
export interface Claims {
  readonly iss: string
  readonly sub: string
  readonly aud: string | readonly string[]
  readonly client_id: string
  readonly exp: number
  readonly scope?: string
}

/**
 * Makes an access token of claims whose origin is sure, if it is meant for this API.
 * @throws OAuthError `invalid_token` for another API's token, a malformed scope, or a token bound to a key
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
  // A bound token without its proof may be stolen: taking it as a bearer token would undo the binding.
  if (claims.cnf !== undefined) {
    throw new OAuthError(
      'invalid_token',
      'the access token is sender-constrained (cnf), and this API accepts bearer tokens only',
      {
        clause: 'RFC 7800 §3.1',
      },
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

/** Notes on a request that it was let in with this token. */
export function carryToken(carrier: object, token: AccessToken): void {
  Object.defineProperty(carrier, carried, { value: token, configurable: true })
}

/**
 * Reads the token with which a guard let this request in: of a Node or Express request, a Fastify request,
 * a Hono context or a web `Request`.
 * @throws Error where no guard stood before the handler
 */
export function tokenOf(carrier: object): AccessToken {
  const token = (carrier as { readonly [carried]?: AccessToken })[carried] // only carryToken writes under this symbol
  if (token === undefined) throw new Error('this request passed no guard: put require(…) before the handler')
  return token
}
