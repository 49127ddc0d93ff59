import * as oauth from 'oauth4webapi'
import type { Step } from './client-error.ts'
import { discover } from './discovery.ts'
import { assertEndpoint, assertSecureUrl } from './secure-url.ts'
import { singleFlight } from './single-flight.ts'
import { toClientError, unreachable } from './to-client-error.ts'

/** Proves who the client is at the token endpoint and its neighbours: a function of oauth4webapi's kind. */
export type ClientAuthentication = oauth.ClientAuth

/** Holds what an exchange with the authorization server needs, in the order oauth4webapi takes it. */
export interface Wire {
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
  readonly options: { [oauth.allowInsecureRequests]: boolean; [oauth.customFetch]: typeof globalThis.fetch }
}

/** Speaks with one authorization server on behalf of one client. */
export interface Connection {
  readonly issuer: string
  readonly allowedOrigins: readonly string[]
  readonly clientId: string
  /** Seconds since 1970. */
  readonly now: () => number
  /** Milliseconds an exchange may take. */
  readonly timeout: number
  /** Refuses a URL at which a token would travel in clear. @throws TypeError */
  readonly assertSecure: (url: string) => void
  readonly fetch: typeof globalThis.fetch
  /** Runs an exchange; whatever fails is thrown as a ClientError. */
  readonly ask: <T>(during: Step, exchange: (wire: Wire) => Promise<T>, timeout?: number) => Promise<T>
}

/** Describes a connection. */
export interface ConnectionOptions {
  readonly issuer: string
  readonly allowedOrigins: readonly string[]
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly clientAuthentication?: ClientAuthentication | undefined
  readonly fetch: typeof globalThis.fetch
  readonly timeout: number
  readonly now: () => Date
  readonly dangerouslyAllowHttp: boolean
}

/** Makes a connection; nothing is sent before the first exchange. */
export function createConnection(options: ConnectionOptions): Connection {
  const { issuer, allowedOrigins, clientId, timeout, dangerouslyAllowHttp } = options
  assertSecureUrl(issuer, dangerouslyAllowHttp)
  const within = (milliseconds: number, during: Step): typeof globalThis.fetch => {
    const signal = AbortSignal.timeout(milliseconds)
    return async (input, init) => {
      // An address that may not be spoken to is no outage: this throws before anything is sent.
      assertEndpoint(String(input), issuer, dangerouslyAllowHttp)
      return options.fetch(input, { ...init, signal }).catch((thrown: unknown) => {
        throw unreachable(thrown, during, String(input))
      })
    }
  }

  let known: oauth.AuthorizationServer | undefined
  const load = singleFlight(async () => {
    known = await discover(issuer, within(timeout, 'discovery'))
    return known
  })
  return {
    issuer,
    allowedOrigins,
    clientId,
    timeout,
    assertSecure: (url) => assertSecureUrl(url, dangerouslyAllowHttp),
    fetch: options.fetch,
    now: () => options.now().getTime() / 1000,
    ask: async (during, exchange, limit = timeout) => {
      const server = known ?? (await load())
      try {
        return await exchange({
          server,
          client: { client_id: clientId },
          authentication: options.clientAuthentication ?? chooseAuthentication(server, options.clientSecret),
          // Whether a URL may be used is judged in `within`, which knows loopback.
          options: { [oauth.allowInsecureRequests]: true, [oauth.customFetch]: within(limit, during) },
        })
      } catch (thrown) {
        throw await toClientError(thrown, during)
      }
    },
  }
}

/** Chooses Basic, which every server must know (RFC 6749 §2.3.1), but where the metadata lists only the form. */
function chooseAuthentication(server: oauth.AuthorizationServer, secret: string | undefined): ClientAuthentication {
  if (secret === undefined) return oauth.None()
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const onlyForm = methods.includes('client_secret_post') && !methods.includes('client_secret_basic')
  return onlyForm ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret)
}
