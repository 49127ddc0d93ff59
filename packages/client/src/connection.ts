import * as oauth from 'oauth4webapi'
import type { Step } from './client-error.ts'
import { discover } from './discovery.ts'
import { assertSecureUrl } from './secure-url.ts'
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
  readonly clientId: string
  /** Seconds since 1970. */
  readonly now: () => number
  /** Milliseconds an exchange may take. */
  readonly timeout: number
  /** Reaches an API, refusing addresses at which a token would travel in clear. */
  readonly fetch: typeof globalThis.fetch
  /** Runs an exchange; whatever fails is thrown as a ClientError. */
  readonly ask: <T>(during: Step, exchange: (wire: Wire) => Promise<T>, timeout?: number) => Promise<T>
}

/** Describes a connection. */
export interface ConnectionOptions {
  readonly issuer: string
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
  const { issuer, clientId, timeout, dangerouslyAllowHttp } = options
  assertSecureUrl(issuer, dangerouslyAllowHttp)
  const reach: typeof globalThis.fetch = async (input, init) => {
    assertSecureUrl(String(input), dangerouslyAllowHttp)
    return options.fetch(input, init)
  }
  const within = (milliseconds: number, during: Step): typeof globalThis.fetch => {
    const signal = AbortSignal.timeout(milliseconds)
    return (input, init) =>
      reach(input, { ...init, signal }).catch((thrown: unknown) => {
        // An address that may not be spoken to is no outage.
        throw thrown instanceof TypeError && 'code' in thrown ? thrown : unreachable(thrown, during)
      })
  }

  let known: oauth.AuthorizationServer | undefined
  const load = singleFlight(async () => {
    known = await discover(issuer, within(timeout, 'discovery'))
    return known
  })
  return {
    clientId,
    timeout,
    fetch: reach,
    now: () => options.now().getTime() / 1000,
    ask: async (during, exchange, limit = timeout) => {
      const server = known ?? (await load())
      try {
        return await exchange({
          server,
          client: { client_id: clientId },
          authentication: options.clientAuthentication ?? chooseAuthentication(server, options.clientSecret),
          // Whether an address may be spoken to is judged in `reach`, which knows loopback.
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
