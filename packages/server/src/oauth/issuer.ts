import { type AuthorizationFlow, createFlow } from './authorization/flow.ts'
import { createClientKeys } from './client-keys/client-keys.ts'
import type { Registration } from './client-registrar.ts'
import { endpointRoutes } from './endpoints/index.ts'
import { createMetadata, type Metadata } from './endpoints/metadata.ts'
import { tokenPath } from './endpoints/token.ts'
import type { Features } from './features.ts'
import { createLogoutRequests, type LogoutRequests } from './openid/logout-request.ts'
import {
  findLogoutLane,
  type LogoutLane,
  type LogoutNotice,
  type NoticeResult,
  sendLogoutToken,
} from './openid/logout-token.ts'
import type { Outbound } from './outbound.ts'
import type {
  Audit,
  ClientAttempts,
  Clock,
  Keys,
  OAuthStores,
  Pages,
  PasswordLogin,
  Random,
  Secrets,
  Usage,
} from './ports.ts'
import { createEncryption, type Encryption } from './protected-responses/encryption.ts'
import type { Route } from './router.ts'
import { createSourceHash } from './tokens/refresh-source.ts'

/** The options of an issuer: its configuration, the stores it uses, and its extensions. */
export interface IssuerOptions {
  /** The issuer identifier: https, no query, no fragment (RFC 8414 §2). */
  readonly issuer: string
  readonly stores: OAuthStores
  readonly keys: Keys
  readonly pages: Pages
  readonly secrets: Secrets
  readonly attempts: ClientAttempts
  readonly login: PasswordLogin
  /** Whether a second factor is set up for an account: a request that prefers two factors asks for it. */
  readonly hasSecondFactor: (accountId: string) => Promise<boolean>
  /** The version of the terms that users must have accepted before a client gets anything; none by default. */
  readonly requiredTerms?: string | undefined
  readonly usage: Usage
  readonly audit: Audit
  /** Requests to URLs of clients, such as `jwks_uri`. */
  readonly outbound: Outbound
  /** The registration of clients by themselves. */
  readonly registration: Registration
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
    readonly idToken: number
    readonly session: number
  }
  /** The grants, client authentication methods, response types and response modes that are served. */
  readonly features: Features
  /** The languages of the pages (RFC 5646). */
  readonly locales: readonly string[]
}

/** The authorization server, as routes for the server's router. */
export interface Issuer {
  readonly flow: AuthorizationFlow
  readonly logout: LogoutRequests
  /** Sends one logout token to a client. */
  sendLogoutToken(notice: LogoutNotice): Promise<NoticeResult>
  /** Finds the lane in which logout tokens of a client wait. */
  findLogoutLane(clientId: string): Promise<LogoutLane>
  readonly encryption: Encryption
  readonly routes: readonly Route[]
  /** Describes the issuer to clients, with the endpoints among all routes of the server. */
  describe(routes: readonly Route[]): Metadata
}

/** Creates the authorization server (RFC 6749 §1.1). */
export function createIssuer(options: IssuerOptions): Issuer {
  const { issuer, features, stores, keys, lifetimes } = options
  const refreshing = { idleSeconds: lifetimes.refreshTokenIdle, graceSeconds: lifetimes.refreshTokenGrace }
  const { identityScopes, scopeClaims } = features
  const services = { stores, keys, login: options.login, sourceHash: createSourceHash(keys), lifetimes, identityScopes }
  const { secrets, attempts, audit, clock } = options
  const clientKeys = createClientKeys(options.outbound.documents)
  const tokenEndpoint = issuer.replace(/\/$/, '') + tokenPath
  const verifying = { secrets, clientKeys, tokenEndpoint, clock }
  const clientAuthentication = { issuer, features, stores, attempts, audit, ...verifying }
  const encryption = createEncryption(clientKeys)
  const flow = createFlow({
    ...options,
    clientKeys,
    encryption,
    identityScopes,
    scopeClaims,
    codeSeconds: lifetimes.code,
    sessionSeconds: lifetimes.session,
  })
  return {
    flow,
    logout: createLogoutRequests({ issuer, keys, stores }),
    sendLogoutToken: (notice) => sendLogoutToken(notice, { ...options, encryption }),
    findLogoutLane: (clientId) => findLogoutLane(clientId, options),
    encryption,
    routes: endpointRoutes({
      ...options,
      ...refreshing,
      flow,
      encryption,
      clientAuthentication,
      grants: features.grants,
      products: features.products,
      identityScopes,
      scopeClaims,
      services,
    }),
    describe: (routes) =>
      createMetadata({
        issuer,
        routes,
        features,
        stores,
        locales: options.locales,
        openedOptions: options.registration.insecureOptions,
      }),
  }
}
