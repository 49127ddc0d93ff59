import { type AuthorizationFlow, createFlow } from './authorization/flow.ts'
import { endpointRoutes } from './endpoints/index.ts'
import { createMetadata, type Metadata } from './endpoints/metadata.ts'
import type { Features } from './features.ts'
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
import { createOriginHash } from './tokens/refresh-origin.ts'

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
  /** The grants, client authentication methods, response types and response modes that are served. */
  readonly features: Features
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
  const { issuer, features, stores, keys, lifetimes } = options
  const refreshing = { idleSeconds: lifetimes.refreshTokenIdle, graceSeconds: lifetimes.refreshTokenGrace }
  const services = { stores, keys, login: options.login, originHash: createOriginHash(keys), lifetimes }
  const { secrets, attempts, audit } = options
  const clientAuthentication = { issuer, features, stores, secrets, attempts, audit }
  const flow = createFlow({ ...options, codeSeconds: lifetimes.code })
<<<<<<< HEAD
=======
  const services = { stores, keys, login: options.login, originHash: createOriginHash(keys), lifetimes }
  const shared = { ...options, clientAuthentication, ...refreshing }
  const metadata = metadataEndpoint({ issuer, features, stores })
  const base = new URL(issuer).pathname.replace(/\/$/, '')
  const authorize = authorizeEndpoint({ flow, pages, clock, path: `${base}/authorize` })
  const routes: readonly Route[] = [
    { path: `${base}/authorize`, methods: { GET: authorize, POST: authorize }, cors: false, page: true },
    {
      path: `${base}/token`,
      methods: { POST: tokenEndpoint({ ...shared, grants: features.grants, products, services }) },
      cors: true,
    },
    { path: `${base}/introspect`, methods: { POST: introspectEndpoint(shared) }, cors: false },
    { path: `${base}/revoke`, methods: { POST: revokeEndpoint(shared) }, cors: true },
    { path: `${base}/jwks`, methods: { GET: jwksEndpoint({ keys }) }, cors: true },
    ...metadataPaths(issuer).map((path) => ({ path, methods: { GET: metadata }, cors: true })),
  ]
  // A 401 needs a challenge (RFC 9110 §15.5.2) even where the client did not use an HTTP scheme. Our own scheme makes no browser ask
  // for a password, as Basic would, and promises nothing, as Bearer would; clients ignore a scheme they do not know and read the body.
  const plainChallenge = { 'www-authenticate': formatChallenge('OAuthClient', { realm: issuer }) }
  /** The one place where an error becomes a reply. */
  const toReply: ToReply = (error, { page }) => {
    if (error instanceof PageError) return pages.error(error.problem)
    if (error instanceof RedirectError) {
      return send(
        error.to,
        [
          ['error', error.code],
          ['error_description', error.description],
        ],
        { issuer, keys, pages, now: clock() },
      )
    }
    const refusal = error instanceof Unavailable ? unavailable(error) : error
    if (!(refusal instanceof OAuthError)) throw error
    const { status, code, description, clause } = refusal
    const headers = status === 401 ? { ...plainChallenge, ...refusal.headers } : refusal.headers
    if (page) return withHeaders(pages.error({ status, code, description, clause }), headers)
    return jsonReply(status, { error: code, error_description: description }, headers)
  }
  const find = routeTable(routes, async (error, route, request) => {
    try {
      return await toReply(error, route)
    } catch (failure) {
      return options.onError(request, failure)
    }
  })

>>>>>>> 785c26e (catalog: find insecure options in use by their names)
  return {
    flow,
    routes: endpointRoutes({
      ...options,
      ...refreshing,
      flow,
      clientAuthentication,
      grants: features.grants,
      products,
      services,
    }),
    describe: (routes) => createMetadata({ issuer, routes, features, stores }),
  }
}
