import * as oauth from 'oauth4webapi'
import type { Step } from './client-error.ts'
import { discover } from './discovery.ts'
import { limitResponse } from './limit-response.ts'
import { assertEndpoint, assertSecureUrl } from './secure-url.ts'
import { createServerKeys, loadKeys, type ServerKeys } from './server-keys.ts'
import { singleFlight } from './single-flight.ts'
import { toClientError, unreachable } from './to-client-error.ts'

/** How the client authenticates at the token, revocation and introspection endpoints: a function as oauth4webapi defines it. */
export type ClientAuthentication = oauth.ClientAuth

/** The arguments of an exchange, in the order of oauth4webapi. */
export interface Wire {
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
  readonly options: { [oauth.allowInsecureRequests]: boolean; [oauth.customFetch]: typeof globalThis.fetch }
}

/** A client and its authorization server. */
export interface Connection {
  readonly issuer: string
  readonly allowedOrigins: readonly string[]
  readonly clientId: string
  /** The one algorithm with which the server signs this client's ID tokens and logout tokens. */
  readonly idTokenAlgorithm: string
  readonly keys: ServerKeys
  /** Seconds since 1970. */
  readonly now: () => number
  /** Milliseconds an exchange may take. */
  readonly timeout: number
  /** @throws TypeError for a URL to which a token would be sent unencrypted */
  readonly assertSecure: (url: string) => void
  /** @throws TypeError for an endpoint of the metadata to which a token would be sent unencrypted */
  readonly assertServerEndpoint: (url: string) => void
  readonly fetch: typeof globalThis.fetch
  /** @throws ClientError for any failure of the exchange */
  readonly ask: <T>(during: Step, exchange: (wire: Wire) => Promise<T>, timeout?: number) => Promise<T>
}

export interface ConnectionOptions {
  readonly issuer: string
  readonly allowedOrigins: readonly string[]
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly clientAuthentication?: ClientAuthentication | undefined
  readonly idTokenAlgorithm: string
  readonly fetch: typeof globalThis.fetch
  readonly timeout: number
  readonly now: () => Date
  readonly dangerouslyAllowHttp: boolean
}

/** Nothing is sent before the first exchange. */
export function createConnection(options: ConnectionOptions): Connection {
  const { issuer, allowedOrigins, clientId, idTokenAlgorithm, timeout, dangerouslyAllowHttp } = options
  assertSecureUrl(issuer, dangerouslyAllowHttp)
  const within = (milliseconds: number, during: Step): typeof globalThis.fetch => {
    const signal = AbortSignal.timeout(milliseconds)
    return async (input, init) => {
      // A forbidden URL is not an outage: this throws before anything is sent.
      assertEndpoint(String(input), issuer, dangerouslyAllowHttp)
      const response = await options.fetch(input, { ...init, signal }).catch((thrown: unknown) => {
        throw unreachable(thrown, during, String(input))
      })
      return limitResponse(response, during)
    }
  }

  let known: oauth.AuthorizationServer | undefined
  const load = singleFlight(async () => {
    known = await discover(issuer, within(timeout, 'discovery'))
    return known
  })
  const now = () => options.now().getTime() / 1000
  const ask: Connection['ask'] = async (during, exchange, limit = timeout) => {
    const server = known ?? (await load())
    try {
      return await exchange({
        server,
        client: { client_id: clientId },
        authentication: options.clientAuthentication ?? chooseAuthentication(server, options.clientSecret),
        // `within` decides whether a URL may be used: it knows loopback.
        options: { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: within(limit, during) },
      })
    } catch (thrown) {
      throw await toClientError(thrown, during)
    }
  }
  const keys = createServerKeys(
    () => ask('keys', ({ server, options: { [oauth.customFetch]: fetch } }) => loadKeys(server, fetch)),
    now,
  )
  return {
    issuer,
    allowedOrigins,
    clientId,
    idTokenAlgorithm,
    keys,
    timeout,
    assertSecure: (url) => assertSecureUrl(url, dangerouslyAllowHttp),
    assertServerEndpoint: (url) => assertEndpoint(url, issuer, dangerouslyAllowHttp),
    fetch: options.fetch,
    now,
    ask,
  }
}

/** Chooses Basic, which every server must support (RFC 6749 §2.3.1), unless the metadata lists only the form. */
function chooseAuthentication(server: oauth.AuthorizationServer, secret: string | undefined): ClientAuthentication {
  if (secret === undefined) return oauth.None()
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const onlyForm = methods.includes('client_secret_post') && !methods.includes('client_secret_basic')
  return onlyForm ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret)
}
