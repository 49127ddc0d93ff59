import { accessTokenType, metadataUrls, unknownOptionFault } from '@valetkey/protocol'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { GuardOptions } from './options.ts'

/** The options of a test issuer. */
export interface TestIssuerOptions {
  /** The API's identifier, as in the options of its guard. */
  readonly audience: string
  /** The issuer's identifier: `https://issuer.test` by default. Nothing listens there. */
  readonly issuer?: string
}

/** What a test token differs in from the usual one, which is valid for a minute and has no scope. */
export interface TestTokenOptions {
  readonly scope?: string | readonly string[]
  /** The user: `test-user` by default. */
  readonly sub?: string
  /** The client: `test-client` by default. */
  readonly clientId?: string
  /** The token's lifetime in seconds, 60 by default. A negative number makes a token that has expired; the guard tolerates 5 seconds. */
  readonly expiresIn?: number
  /** Another audience than the issuer's, to test that the API refuses it. */
  readonly audience?: string | readonly string[]
  /** `jwt` by default. An opaque token is accepted by a guard with the option `introspection`, whose credentials may be any. */
  readonly format?: 'jwt' | 'opaque'
  /** Further claims. They replace usual ones of the same name, and undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** An authorization server for the tests of an API, with keys in memory and no port. */
export interface TestIssuer {
  /** For the guard's option `issuer`. */
  readonly issuer: string
  /** Lets a guard reach this issuer: `guard({ issuer: issuer.issuer, audience, ...issuer.guardOptions })`. */
  readonly guardOptions: Required<Pick<GuardOptions, 'fetch'>>
  /**
   * Issues an access token.
   * @throws TypeError naming an option that does not exist
   */
  token(options?: TestTokenOptions): Promise<string>
  /** Makes introspection report a token as inactive. A JWT that is verified offline is not affected. */
  revoke(token: string): void
}

const known: Readonly<Record<keyof TestTokenOptions, true>> = {
  scope: true,
  sub: true,
  clientId: true,
  expiresIn: true,
  audience: true,
  format: true,
  claims: true,
}

/** Creates an issuer for tests. Two have different keys, also under the same identifier: each refuses the tokens of the other. */
export async function createTestIssuer(options: TestIssuerOptions): Promise<TestIssuer> {
  assertKnown('createTestIssuer', options, ['audience', 'issuer'])
  const { issuer = 'https://issuer.test', audience } = options
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const header = { typ: accessTokenType, alg: 'ES256', kid: crypto.randomUUID() }
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: header.alg, kid: header.kid, use: 'sig' }] }
  const [jwksUri, introspectionEndpoint] = [`${issuer}/jwks`, `${issuer}/introspect`]
  const metadata = { issuer, jwks_uri: jwksUri, introspection_endpoint: introspectionEndpoint }
  const issued = new Map<string, Readonly<Record<string, unknown>>>()

  const respond: typeof fetch = async (input, init) => {
    const { url } = new Request(input)
    if (metadataUrls(issuer).includes(url)) return Response.json(metadata)
    if (url === jwksUri) return Response.json(jwks)
    if (url !== introspectionEndpoint) return Response.json({ error: 'not_found' }, { status: 404 })
    const claims = issued.get(new URLSearchParams(String(init?.body)).get('token') ?? '')
    return Response.json(claims === undefined ? { active: false } : { active: true, token_type: 'Bearer', ...claims })
  }

  return {
    issuer,
    guardOptions: { fetch: respond },
    async token(wanted = {}) {
      assertKnown('token', wanted, Object.keys(known))
      const claims = claimsOf(wanted, issuer, audience)
      const isOpaque = wanted.format === 'opaque'
      const token = isOpaque
        ? crypto.randomUUID()
        : await new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
      issued.set(token, claims)
      return token
    },
    revoke(token) {
      issued.delete(token)
    },
  }
}

function claimsOf(wanted: TestTokenOptions, issuer: string, audience: string): Record<string, unknown> {
  const { scope, sub = 'test-user', clientId = 'test-client', expiresIn = 60, claims } = wanted
  const now = Math.floor(Date.now() / 1000)
  return {
    iss: issuer,
    sub,
    aud: wanted.audience ?? audience,
    client_id: clientId,
    iat: Math.min(now, now + expiresIn),
    exp: now + expiresIn,
    jti: crypto.randomUUID(),
    ...(scope === undefined ? {} : { scope: typeof scope === 'string' ? scope : scope.join(' ') }),
    ...claims,
  }
}

function assertKnown(what: string, given: object, names: readonly string[]): void {
  const fault = unknownOptionFault(given, names)
  if (fault !== undefined) throw new TypeError(`${what}: ${fault}`)
}
