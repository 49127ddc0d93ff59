import { type IntrospectionResponse, unknownOptionFault } from '@valetkey/protocol'
import { assertArgument } from './assert-argument.ts'
import { type AuthorizationUrlOptions, authorizationUrl, type Transaction } from './authorization-url.ts'
import { callback } from './callback.ts'
import { checkOptions } from './check-options.ts'
import { type AccessTokenSource, createAccessTokenSource } from './client-credentials.ts'
import { type ClientAuthentication, createConnection } from './connection.ts'
import { introspect } from './introspect.ts'
import { revoke } from './revoke.ts'
import { createSession, type Session, type SessionOptions } from './session.ts'
import { type OneOrMore, type TokenSet, toResources, toScope } from './token-set.ts'

export interface ClientOptions {
  /** The authorization server's issuer identifier, exactly as in its metadata. */
  readonly issuer: string
  readonly clientId: string
  /** Sent by Basic, or in the form if the server supports only that. Leave out this and `clientAuthentication` for a public client. */
  readonly clientSecret?: string | undefined
  /** Another authentication method, such as oauth4webapi's `PrivateKeyJwt(key)`. */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** Required for the code flow. */
  readonly redirectUri?: string | undefined
  /** Scope to request if a call names none. */
  readonly scope?: OneOrMore | undefined
  /** API to request access to where a call names none (RFC 8707). */
  readonly resource?: OneOrMore | undefined
  /** Origins of APIs to which `fetch` may send a token, besides the origin of `resource`. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Milliseconds an exchange with the authorization server may take: 10 000 by default. */
  readonly timeout?: number | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => Date) | undefined
  /** Sends secrets over plain http to hosts other than this computer. */
  readonly dangerouslyAllowHttp?: boolean | undefined
}

/** Gets, refreshes and revokes the tokens of one client at one authorization server. */
export interface Client {
  /** Builds the URL to redirect the user's browser to, and the transaction to keep until `callback`. */
  readonly authorizationUrl: (
    options?: AuthorizationUrlOptions,
  ) => Promise<{ readonly url: string; readonly transaction: Transaction }>
  /**
   * Exchanges the authorization response for tokens. The URL may be a path or a query alone.
   * @throws TypeError without a transaction; ClientError `oauth` (with `error: 'access_denied'` if the user declined), `mismatch`, `network`, `unexpected`
   */
  readonly callback: (answer: string | URL | URLSearchParams, transaction: Transaction) => Promise<TokenSet>
  /** Returns the source of the client's own tokens: one per scope and resource, the same at every call. */
  readonly clientCredentials: (options?: {
    readonly scope?: OneOrMore | undefined
    readonly resource?: OneOrMore | undefined
  }) => AccessTokenSource
  /** Create one session per user and process. */
  readonly session: (tokenSet: TokenSet, options?: SessionOptions) => Session
  /** RFC 7009. */
  readonly revoke: (tokenSet: Pick<TokenSet, 'accessToken' | 'refreshToken'>) => Promise<void>
  /** RFC 7662. */
  readonly introspect: (token: string) => Promise<IntrospectionResponse>
}

/**
 * Creates a client. Nothing is sent before its first use, and the metadata of the server is cached in it.
 * @throws TypeError naming the option that is missing, unknown or wrong
 */
export function createClient(options: ClientOptions): Client {
  checkOptions(options)
  const { redirectUri, allowedOrigins = [], dangerouslyAllowHttp = false } = options
  const connection = createConnection({
    ...options,
    allowedOrigins,
    dangerouslyAllowHttp,
    timeout: options.timeout ?? 10_000,
    now: options.now ?? (() => new Date()),
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  })
  const sources = new Map<string, AccessTokenSource>()
  return {
    authorizationUrl: async (asked = {}) => {
      if (redirectUri === undefined) throw new TypeError('createClient needs a redirectUri for the code flow')
      const { scope = options.scope, resource = options.resource } = asked
      return authorizationUrl(connection, redirectUri, dangerouslyAllowHttp, { ...asked, scope, resource })
    },
    callback: (answer, transaction) => callback(connection, answer, transaction),
    clientCredentials: (asked = {}) => {
      const fault = unknownOptionFault(asked, ['scope', 'resource'])
      assertArgument(fault === undefined, `clientCredentials: ${fault}`)
      const scope = toScope(asked.scope ?? options.scope)
      const resource = toResources(asked.resource ?? options.resource)
      const key = JSON.stringify([scope.toSorted(), resource.toSorted()])
      const source = sources.get(key) ?? createAccessTokenSource(connection, scope, resource)
      sources.set(key, source)
      return source
    },
    session: (tokenSet, sessionOptions = {}) =>
      createSession(connection, tokenSet, sessionOptions, toResources(options.resource)),
    revoke: (tokenSet) => revoke(connection, tokenSet),
    introspect: (token) => introspect(connection, token),
  }
}
