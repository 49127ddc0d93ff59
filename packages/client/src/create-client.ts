import { type IntrospectionResponse, unknownOptionFault } from '@valetkey/protocol'
import { assertArgument } from './assert-argument.ts'
import { type AuthorizationUrlOptions, authorizationUrl, type Transaction } from './authorization-url.ts'
import { callback } from './callback.ts'
import { checkOptions, defaultIdTokenAlgorithm } from './check-options.ts'
import { type AccessTokenSource, createAccessTokenSource } from './client-credentials.ts'
import { type ClientAuthentication, createConnection } from './connection.ts'
import { introspect } from './introspect.ts'
import { createUsedLogoutTokens, type LogoutToken, verifyLogoutToken } from './logout-token.ts'
import { type LogoutUrlOptions, logoutUrl } from './logout-url.ts'
import { revoke } from './revoke.ts'
import { createSession, type Session, type SessionOptions } from './session.ts'
import { type OneOrMore, type TokenSet, toResources, toScope } from './token-set.ts'

/** The options of a client. Unknown, empty and malformed ones are a TypeError. */
export interface ClientOptions {
  /** The authorization server's issuer identifier, exactly as in its metadata. */
  readonly issuer: string
  readonly clientId: string
  /** Sent by Basic, or in the form if the server supports only that. Leave out this and `clientAuthentication` for a public client. */
  readonly clientSecret?: string | undefined
  /** Another authentication method, such as oauth4webapi's `PrivateKeyJwt(key)`. */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** The client's `id_token_signed_response_alg`, as registered: `RS256` by default. ID tokens with any other are refused. */
  readonly idTokenAlgorithm?: string | undefined
  /** Required for the code flow. */
  readonly redirectUri?: string | undefined
  /** Scope to request if a call names none. */
  readonly scope?: OneOrMore | undefined
  /** API to request access to if a call names none (RFC 8707). */
  readonly resource?: OneOrMore | undefined
  /** Origins of APIs to which `fetch` may send a token, in addition to the origin of `resource`. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Milliseconds an exchange with the authorization server may take: 10 000 by default. */
  readonly timeout?: number | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => Date) | undefined
  /** Sends secrets over plain http to hosts other than this computer. */
  readonly dangerouslyAllowHttp?: boolean | undefined
}

/** Gets, refreshes and revokes the tokens of one client at one authorization server, and checks who signed in. */
export interface Client {
  /** Builds the URL to redirect the user's browser to, and the transaction to keep until `callback`. */
  readonly authorizationUrl: (
    options?: AuthorizationUrlOptions,
  ) => Promise<{ readonly url: string; readonly transaction: Transaction }>
  /**
   * Exchanges the authorization response for tokens. The URL may be a path or a query alone.
   * @throws TypeError without a transaction; ClientError `oauth` (with `error: 'access_denied'` if the user declined), `mismatch`, `invalid_id_token`, `network`, `unexpected`
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
  /**
   * Builds the URL to redirect the browser to in order to log the user out at the server too (OIDC RP-Initiated Logout §2).
   * Undefined if the server has no end_session_endpoint: then end your own session only.
   */
  readonly logoutUrl: (tokenSet: Pick<TokenSet, 'idToken'>, options?: LogoutUrlOptions) => Promise<string | undefined>
  /**
   * Verifies the form field `logout_token` that the server sent to `backchannel_logout_uri`, and accepts each token once per client object
   * (OIDC Back-Channel Logout §2.6). End the sessions for which `isLoggedOutBy` is true.
   * @throws ClientError `invalid_logout_token`: respond with 400; `network` or `unexpected` if the keys cannot be fetched
   */
  readonly verifyLogoutToken: (token: string | null | undefined) => Promise<LogoutToken>
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
    idTokenAlgorithm: options.idTokenAlgorithm ?? defaultIdTokenAlgorithm,
    timeout: options.timeout ?? 10_000,
    now: options.now ?? (() => new Date()),
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  })
  const used = createUsedLogoutTokens()
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
    logoutUrl: async (tokenSet, asked = {}) => logoutUrl(connection, tokenSet, dangerouslyAllowHttp, asked),
    verifyLogoutToken: (token) => verifyLogoutToken(connection, token, used),
  }
}
