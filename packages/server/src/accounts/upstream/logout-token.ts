import type { JSONWebKeySet } from 'jose'
import { createLocalJWKSet } from 'jose/jwks/local'
import { jwtVerify } from 'jose/jwt/verify'
import type { Connection, ConnectionOptions } from './connection.ts'
import { UpstreamFailure } from './failure.ts'
import type { UpstreamProvider } from './provider.ts'
import type { LogoutNotice } from './provider-client.ts'

/** The algorithms of asymmetric keys (RFC 7518 §3.1, RFC 8037). */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const event = 'http://schemas.openid.net/event/backchannel-logout'
/** How old a logout token may be, in seconds. */
const longest = 300

/** Creates the verification of the logout tokens of a provider. */
export function createLogoutTokens(
  { source, clientId }: UpstreamProvider,
  { connect, loadDocument, clock }: ConnectionOptions & { readonly connect: () => Promise<Connection> },
): (token: string) => Promise<LogoutNotice> {
  return async (token) => {
    if (source.kind !== 'openid') throw new UpstreamFailure('untrusted', 'the provider has no OpenID Connect')
    const { configuration } = await connect()
    const url = String(configuration.serverMetadata().jwks_uri)
    const loaded = await loadDocument(url)
    if (loaded.outcome === 'refused') throw new UpstreamFailure('unreachable', `${url} ${loaded.description}`)
    const now = clock()
    const keys = createLocalJWKSet(loaded.document as JSONWebKeySet) // checked by the library
    const { payload } = await jwtVerify(token, keys, {
      issuer: source.issuer,
      audience: clientId,
      algorithms,
      clockTolerance: 60,
      currentDate: new Date(now),
      maxTokenAge: longest,
      requiredClaims: ['iat', 'jti', 'events'],
    })
    const { jti, sub, sid, nonce, exp, events } = payload
    if (nonce !== undefined) throw new UpstreamFailure('untrusted', 'the logout token has a nonce: it is an ID token')
    if (typeof events !== 'object' || events === null || !Object.hasOwn(events, event))
      throw new UpstreamFailure('untrusted', `the logout token has no event ${event}`)
    if (typeof jti !== 'string') throw new UpstreamFailure('untrusted', 'the logout token has no jti')
    const ofSession = typeof sid === 'string' ? sid : undefined
    if (sub === undefined && ofSession === undefined)
      throw new UpstreamFailure('untrusted', 'the logout token has neither sub nor sid')
    const ends = Math.max(exp ?? 0, Math.floor(now / 1000) + longest + 120)
    return { id: jti, subject: sub, sid: ofSession, expiresAt: ends * 1000 }
  }
}
