import { type AuthorizationFlow, createFlow } from './authorization/flow.ts'
import { responseModes } from './authorization/response-mode.ts'
import { clientAuthenticationMethods } from './client-authentication/index.ts'
import type { ClientAuthenticationMethod } from './client-authentication/method.ts'
import { endpointRoutes } from './endpoints/index.ts'
import { createMetadata, type Metadata } from './endpoints/metadata.ts'
import type { Grant } from './grants/grant.ts'
import { standardGrants } from './grants/index.ts'
import type {
  Attempts,
  Audit,
  Clock,
  Keys,
  OAuthStores,
  Pages,
  PasswordLogin,
  Random,
  Secrets,
  Usage,
} from './ports.ts'
import type { Route } from './router.ts'
import { products } from './tokens/index.ts'

export interface IssuerOptions {
  /** The issuer identifier: https, no query, no fragment (RFC 8414 §2). */
  readonly issuer: string
  readonly stores: OAuthStores
  readonly keys: Keys
  readonly pages: Pages
  readonly secrets: Secrets
  readonly attempts: Attempts
  readonly login: PasswordLogin
  readonly usage: Usage
  readonly audit: Audit
  /** Warns the operator of a probable mistake in the configuration. */
  readonly warn: (words: string) => void
  readonly clock: Clock
  readonly random: Random
  /** Seconds. */
  readonly lifetimes: {
    readonly code: number
    readonly accessToken: number
    readonly refreshToken: number
    readonly refreshTokenIdle: number
    readonly refreshTokenGrace: number
  }
  /** Grants besides the standard ones (RFC 6749 §4.5). */
  readonly extensionGrants?: readonly Grant[]
  /** Client authentication methods besides the standard ones (RFC 6749 §2.3.2). */
  readonly extensionMethods?: readonly ClientAuthenticationMethod[]
}

/** The authorization server, as routes for the server's router. */
export interface Issuer {
  readonly flow: AuthorizationFlow
  readonly routes: readonly Route[]
  /** Describes the issuer to clients, with the endpoints among all routes of the server. */
  describe(routes: readonly Route[]): Metadata
}

/** Creates the authorization server (RFC 6749 §1.1). */
export function createIssuer(options: IssuerOptions): Issuer {
  const { issuer, stores, keys, lifetimes } = options
  const refreshing = { idleSeconds: lifetimes.refreshTokenIdle, graceSeconds: lifetimes.refreshTokenGrace }
  const grants = [
    ...standardGrants({ stores, keys, login: options.login, ...refreshing }),
    ...(options.extensionGrants ?? []),
  ]
  const methods = [...clientAuthenticationMethods, ...(options.extensionMethods ?? [])]
  const { secrets, attempts, audit } = options
  const clientAuthentication = { issuer, methods, stores, secrets, attempts, audit }
  const flow = createFlow({ ...options, responseModes, codeSeconds: lifetimes.code })
  return {
    flow,
    routes: endpointRoutes({ ...options, ...refreshing, flow, clientAuthentication, grants, products }),
    describe: (routes) => createMetadata({ issuer, routes, grants, responseModes, stores }),
  }
}
