import type { OwnUsers, UserDirectory } from '../accounts/user-directory.ts'
import type { Listener } from '../http/listener.ts'
import type { ResponseMode } from '../oauth/authorization/response-modes/response-mode.ts'
import type { ResponseType } from '../oauth/authorization/response-types/response-type.ts'
import type { ClientAuthenticationMethod } from '../oauth/client-authentication/method.ts'
import type { OAuthRequest, Reply } from '../oauth/request.ts'
import type { Route } from '../oauth/router.ts'
import type { TokenProduct } from '../oauth/tokens/product.ts'
import type { MetricText } from '../observability/metrics-page.ts'
import type { PlaygroundSetup } from '../pages/playground/setup.ts'
import type { OlderSchema } from '../storage/open-database.ts'
import type { Languages } from '../ui/words/index.ts'
import type { ExtensionGrant } from './extension-grants.ts'
import type { Fetch } from './to-fetch.ts'
import type { ClaimsHook } from './user-claims.ts'

/** Extension points of an embedding application. */
export interface ServerOptions {
  /** Grants in addition to those of RFC 6749; one that needs parts of the server is passed as a function of them. */
  readonly grants?: readonly ExtensionGrant[]
  /** Client authentication methods in addition to the standard ones (RFC 6749 §2.3.2). */
  readonly clientAuthenticationMethods?: readonly ClientAuthenticationMethod[]
  /** Routes in addition to the server's own. */
  readonly routes?: readonly Route[]
  /** Response types in addition to the standard ones (RFC 6749 §8.4). */
  readonly responseTypes?: readonly ResponseType[]
  /** Response modes in addition to the standard ones. */
  readonly responseModes?: readonly ResponseMode[]
  /** Token products in addition to access and refresh tokens. */
  readonly products?: readonly TokenProduct[]
  /** Identity scopes in addition to those of the server. */
  readonly identityScopes?: readonly string[]
  /** The claims of those scopes, which the UserInfo endpoint returns. */
  readonly scopeClaims?: Readonly<Record<string, readonly string[]>>
  /** Languages of the pages in addition to the built-in ones, by language tag. */
  readonly languages?: Languages
  /** Computes claims of a user in addition to those of the account. */
  readonly claims?: ClaimsHook
  /** The application's own user table: its users log in instead of the accounts of this server. */
  readonly accounts?: OwnUsers | UserDirectory
  /** The playground's initial values, published to everybody who can open it; none by default. */
  readonly playground?: PlaygroundSetup
  /** Writes a line to the operator; by default to standard error. */
  readonly say?: (line: string) => void
  readonly clock?: () => number
  /** Whether a schema that is older than this release is migrated (the default) or refused. */
  readonly older?: OlderSchema
  /** Whether another process has already migrated the schema and applied the configuration. */
  readonly isPrepared?: boolean
  /** Reads the metrics of all processes that serve this address; by default only those of this process. */
  readonly gatherMetrics?: () => Promise<readonly (readonly MetricText[])[]>
}

/** A server that is not yet listening. */
export interface Server {
  readonly issuer: string
  handle(request: OAuthRequest): Promise<Reply>
  /** Responds to a web `Request`, to mount the server in another app; never rejects. */
  readonly fetch: Fetch
  listen(): Promise<Listener>
  /** Reads this process's metrics, to be joined with those of others. */
  readMetrics(labels: Readonly<Record<string, string | number>>): Promise<readonly MetricText[]>
  /** Stops listening and background work, and closes the database. */
  close(): Promise<void>
}
