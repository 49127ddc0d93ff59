import { type IntrospectionResponse, unknownOptionFault } from '@valetkey/protocol'
import { type AuthorizationUrlOptions, authorizationUrl, type Transaction } from './authorization-url.ts'
import { callback } from './callback.ts'
import { checkOptions } from './check-options.ts'
import { type AccessTokenSource, createAccessTokenSource } from './client-credentials.ts'
import { type ClientAuthentication, createConnection } from './connection.ts'
import { introspect } from './introspect.ts'
import { need } from './need.ts'
import { revoke } from './revoke.ts'
import { createSession, type Session, type SessionOptions } from './session.ts'
import { type OneOrMore, type TokenSet, toResources, toScope } from './token-set.ts'

/** Says who the client is and whom it asks. */
export interface ClientOptions {
  /** The authorization server's issuer identifier, exactly as its metadata says it. */
  readonly issuer: string
  readonly clientId: string
  /** Sent by Basic, or in the form where the server knows only that. Leave out this and `clientAuthentication` for a public client. */
  readonly clientSecret?: string | undefined
  /** Another way to prove who the client is, such as oauth4webapi's `PrivateKeyJwt(key)`. */
  readonly clientAuthentication?: ClientAuthentication | undefined
  /** Where answers to authorization requests come; needed for the code flow. */
  readonly redirectUri?: string | undefined
  /** Rights to ask for where a call names none. */
  readonly scope?: OneOrMore | undefined
  /** API to ask for where a call names none (RFC 8707). */
  readonly resource?: OneOrMore | undefined
  /** Origins of APIs to which `fetch` may send a token, besides the origin of `resource`. */
  readonly allowedOrigins?: readonly string[] | undefined
  /** Milliseconds an exchange with the authorization server may take: 10 000 by default. */
  readonly timeout?: number | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => Date) | undefined
  /** Lets secrets travel over plain http to hosts other than this computer. */
  readonly dangerouslyAllowHttp?: boolean | undefined
}

/** Gets, keeps and gives back the keys of one client at one authorization server. */
export interface Client {
  /** Builds the address to send the owner's browser to, and what to remember until the answer comes. */
  readonly authorizationUrl: (
    options?: AuthorizationUrlOptions,
  ) => Promise<{ readonly url: string; readonly transaction: Transaction }>
  /**
   * Trades the answer that came to the redirect URI for tokens; a path or query alone will do for the address.
   * @throws TypeError without a transaction; ClientError `oauth` (with `error: 'access_denied'` where the owner said no), `mismatch`, `network`, `unexpected`
   */
  readonly callback: (answer: string | URL | URLSearchParams, transaction: Transaction) => Promise<TokenSet>
  /** Gives the source of the client's own tokens: one per scope and resource, the same at every call. */
  readonly clientCredentials: (options?: {
    readonly scope?: OneOrMore | undefined
    readonly resource?: OneOrMore | undefined
  }) => AccessTokenSource
  /** Keeps a person's tokens fresh; make one per person and process. */
  readonly session: (tokenSet: TokenSet, options?: SessionOptions) => Session
  /** Gives a key back (RFC 7009). */
  readonly revoke: (tokenSet: Pick<TokenSet, 'accessToken' | 'refreshToken'>) => Promise<void>
  /** Asks what a token is worth (RFC 7662). */
  readonly introspect: (token: string) => Promise<IntrospectionResponse>
}

/**
 * Makes a client; nothing is sent before it is first used, and what it learns about the server is kept while it lives.
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
      need(fault === undefined, `clientCredentials: ${fault}`)
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
