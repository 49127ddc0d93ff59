import { formatChallenge, OAuthError } from '@valetkey/protocol'
import { send } from './authorization/answer.ts'
import { PageError, RedirectError } from './authorization/errors.ts'
import { type AuthorizationFlow, createFlow } from './authorization/flow.ts'
import { dropInheritedFragment } from './authorization/inherited-fragment.ts'
import { responseModes } from './authorization/response-mode.ts'
import { clientAuthenticationMethods } from './client-authentication/index.ts'
import type { ClientAuthenticationMethod } from './client-authentication/method.ts'
import { authorizeEndpoint } from './endpoints/authorize.ts'
import { introspectEndpoint } from './endpoints/introspect.ts'
import { jwksEndpoint } from './endpoints/jwks.ts'
import { metadataEndpoint, metadataPaths } from './endpoints/metadata.ts'
import { revokeEndpoint } from './endpoints/revoke.ts'
import { tokenEndpoint } from './endpoints/token.ts'
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
import { jsonReply, type OAuthRequest, type Reply, toTarget } from './request.ts'
import { type Route, routeTable, type ToReply } from './routes.ts'
import { products } from './tokens/index.ts'
import { Unavailable } from './unavailable.ts'

/** What an issuer is made of. */
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
  /** Tells the operator of what looks like a slip in the configuration. */
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
  /** Answers what is not an endpoint: the pages. */
  readonly fallback: (request: OAuthRequest) => Promise<Reply>
  /** Answers what is no refusal, and tells the log. */
  readonly onError: (request: OAuthRequest, error: unknown) => Reply
}

/** The authorization server: requests in, replies out. */
export interface Issuer {
  handle(request: OAuthRequest): Promise<Reply>
  /** Reads what the metadata tells, so that clients find the issuer whatever becomes of the database afterwards. */
  prepare(): Promise<void>
  readonly flow: AuthorizationFlow
  /** Turns a thrown error into a reply; rethrows what is no refusal. */
  readonly toReply: ToReply
}

/** Creates the authorization server (RFC 6749 §1.1). */
export function createIssuer(options: IssuerOptions): Issuer {
  const { issuer, stores, keys, pages, clock, lifetimes } = options
  const refreshing = { idleSeconds: lifetimes.refreshTokenIdle, graceSeconds: lifetimes.refreshTokenGrace }
  const grants = [
    ...standardGrants({ stores, keys, login: options.login, ...refreshing }),
    ...(options.extensionGrants ?? []),
  ]
  const methods = [...clientAuthenticationMethods, ...(options.extensionMethods ?? [])]
  const { secrets, attempts, audit } = options
  const clientAuthentication = { issuer, methods, stores, secrets, attempts, audit }
  const flow = createFlow({ ...options, responseModes, codeSeconds: lifetimes.code })
  const shared = { ...options, clientAuthentication, ...refreshing }
  const metadata = metadataEndpoint({ issuer, grants, responseModes, methods, stores })
  const base = new URL(issuer).pathname.replace(/\/$/, '')
  const authorize = authorizeEndpoint({ flow, pages, clock, path: `${base}/authorize` })
  const routes: readonly Route[] = [
    { path: `${base}/authorize`, methods: { GET: authorize, POST: authorize }, cors: false, page: true },
    { path: `${base}/token`, methods: { POST: tokenEndpoint({ ...shared, grants, products }) }, cors: true },
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
        options,
      )
    }
    const refusal = error instanceof Unavailable ? unavailable(error) : error
    if (!(refusal instanceof OAuthError)) throw error
    const { status, code, description, clause } = refusal
    const headers = status === 401 ? { ...plainChallenge, ...refusal.headers } : refusal.headers
    if (page) return withHeaders(pages.error({ status, code, description, clause }), headers)
    return jsonReply(status, { error: code, error_description: description }, headers)
  }
  const find = routeTable(routes, (error, route, request) => {
    try {
      return toReply(error, route)
    } catch (failure) {
      return options.onError(request, failure)
    }
  })

  return {
    flow,
    toReply,
    async prepare() {
      await metadata()
    },
    async handle(request) {
      const handler = find(request.method, toTarget(request.url).path)
      const reply = await (handler === undefined ? options.fallback(request) : handler(request))
      return leadsToScheme(reply) ? pages.toApp(request, reply) : dropInheritedFragment(request, reply)
    },
  }
}

/** Checks whether a reply is a redirect to an app's own scheme: neither to a web page nor to a path of ours. */
function leadsToScheme({ status, headers }: Reply): boolean {
  return status === 303 && typeof headers.location === 'string' && !/^(?:https?:|\/)/i.test(headers.location)
}

function unavailable(error: Unavailable): OAuthError {
  return new OAuthError('temporarily_unavailable', 'the server is temporarily unavailable: try again', {
    cause: error,
    headers: { 'retry-after': String(error.retryAfterSeconds) },
  })
}

function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
