import { readFileSync } from 'node:fs'
import { OAuthError } from '@valetkey/protocol'
import { logIn } from './accounts/log-in.ts'
import { createPasswordHasher } from './accounts/password-hasher.ts'
import { HasherBusy } from './accounts/ports.ts'
import { createSessions } from './accounts/session.ts'
import { createAuditKey } from './audit-key.ts'
import { createBackgroundJobs } from './background.ts'
import type { Config } from './config/read-config.ts'
import { findSecret } from './find-secret.ts'
import { createExtensionGrants, type ExtensionGrant } from './grant-parts.ts'
import { readCookie, writeCookie } from './http/cookies.ts'
import { createFormTokens } from './http/form-tokens.ts'
import { createLimits, standardLimits } from './http/limits.ts'
import { BodyTooLarge, type Listener, listen } from './http/listener.ts'
import { commonHeaders, pageHeaders, toFormTarget } from './http/security-headers.ts'
import { createLog, type Log } from './log.ts'
import { startJobs } from './maintenance/jobs.ts'
import { loadSigningKeys } from './maintenance/signing-keys.ts'
import { createUsageCounter } from './maintenance/usage-counter.ts'
import { createClientSecrets } from './oauth/client-authentication/client-secrets.ts'
import { clientAuthenticationMethods } from './oauth/client-authentication/index.ts'
import { hashSecret } from './oauth/hash.ts'
import { createIssuer, type Issuer } from './oauth/issuer.ts'
import { jsonReply, type OAuthRequest, type Reply, toTarget } from './oauth/request.ts'
import { createKeyRing } from './oauth/tokens/key-ring.ts'
import { Unavailable } from './oauth/unavailable.ts'
import { openDatabase } from './open-database.ts'
import { apply } from './provisioning/apply.ts'
import { withImpliedApi } from './provisioning/implied-api.ts'
import { plan } from './provisioning/plan.ts'
import { random } from './random.ts'
import { createServerSecret } from './secret.ts'
import { createSignIn } from './sign-in/pages.ts'
import type { Database } from './storage/database.ts'
import { createAccountStore } from './storage/stores/accounts.ts'
import { createAdminAudit } from './storage/stores/audit.ts'
import { createCatalog, readChangeCounter } from './storage/stores/catalog.ts'
import { createInteractionStore } from './storage/stores/interactions.ts'
import { createOAuthStores } from './storage/stores/oauth-stores.ts'
import { createOwnerKeys, noteUses } from './storage/stores/owner-keys.ts'
import { createProvisioningStore } from './storage/stores/provisioning.ts'
import { createSessionStore } from './storage/stores/sessions.ts'
import { createSigningKeyStore } from './storage/stores/signing-keys.ts'
import { type Fetch, toFetch } from './to-fetch.ts'

/** What may be changed of how the server is put together. */
export interface ServerOptions {
  /** Grants besides those of RFC 6749; one that needs the server's parts is given as what makes it from them. */
  readonly grants?: readonly ExtensionGrant[]
  /** Tells the operator something; by default on standard error. */
  readonly say?: (line: string) => void
  readonly clock?: () => number
}

/** A server that is put together and not yet listening. */
export interface Server {
  readonly issuer: string
  handle(request: OAuthRequest): Promise<Reply>
  /** Answers a web `Request`, to mount the server in another app; never rejects. */
  readonly fetch: Fetch
  listen(): Promise<Listener>
  /** Stops listening and background work, and closes the database. */
  close(): Promise<void>
}

/**
 * Puts the server together: configuration → database → issuer. The one file that knows all parts.
 * @throws ConfigError, ProvisioningError, DatabaseError, WrongSecret with a sentence for the operator
 */
export async function createServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const clock = options.clock ?? Date.now
  const log = createLog()
  const secret = createServerSecret(findSecret(config, options.say ?? ((line) => process.stderr.write(`${line}\n`))))
  const database = await openDatabase(config.database, clock())
  try {
    return await compose(config, options, { clock, log, secret, database })
  } catch (error) {
    await database.close()
    throw error
  }
}

interface Ground {
  readonly clock: () => number
  readonly log: Log
  readonly secret: ReturnType<typeof createServerSecret>
  readonly database: Database
}

async function compose(
  config: Config,
  options: ServerOptions,
  { clock, log, secret, database }: Ground,
): Promise<Server> {
  const { issuer, lifetimes } = config
  const hasher = createPasswordHasher()
  const catalog = createCatalog(database)
  const stores = createOAuthStores(database, catalog)
  const accounts = createAccountStore(database)
  const extensionGrants = createExtensionGrants(options.grants ?? [], { stores, accounts })
  const grantTypes = ['authorization_code', 'refresh_token', 'client_credentials', 'password']
  const served = {
    grantTypes: [...grantTypes, ...extensionGrants.map((grant) => grant.type)],
    responseTypes: ['code', 'token'],
    authenticationMethods: clientAuthenticationMethods.map((method) => method.name),
  }
  const auditKey = createAuditKey(secret)
  const admin = createAdminAudit(() => auditKey, 'server at start, from its configuration', clock)
  // The keys first: under a wrong secret nothing may be changed.
  const keyRing = createKeyRing({ macKey: secret.key('refresh tokens'), clock })
  const keyOptions = { store: createSigningKeyStore(database, admin), secret, random }
  keyRing.replace(await loadSigningKeys(clock(), keyOptions))

  const provisioning = createProvisioningStore(database, admin)
  if (config.apis.length + config.clients.length + config.accounts.length > 0) {
    const file = withImpliedApi(config, issuer)
    const changes = await plan(file, { store: provisioning, served, digest: secret.digest })
    await apply(changes, { store: provisioning, hasher, random, now: clock() })
  }

  const sessionStore = createSessionStore(database)
  const sessions = createSessions({ store: sessionStore, lifetimes, random, hash: hashSecret })
  const limits = createLimits(standardLimits)
  const usage = createUsageCounter((uses) => noteUses(database, uses))
  const audit = { record: log.audit }
  const web = {
    readCookie,
    writeCookie,
    pageHeaders,
    toFormTarget,
    formTokens: createFormTokens(secret.key('forms')),
  }
  const signIn = createSignIn({
    issuer,
    web,
    accounts,
    sessions,
    sessionStore,
    interactions: createInteractionStore(database),
    ownerKeys: createOwnerKeys(database),
    catalog,
    hasher,
    attempts: limits,
    limits,
    audit,
    clock,
    random,
    noteProblem: log.problem,
    lifetimes,
  })
  const oauth: Issuer = createIssuer({
    issuer,
    stores,
    keys: keyRing,
    pages: signIn.pages,
    secrets: createClientSecrets(hasher),
    attempts: limits,
    login: {
      async logIn(attempt) {
        const result = await logIn(
          { ...attempt, browserHash: undefined },
          { accounts, sessions: sessionStore, attempts: limits, hasher },
        )
        return result.outcome === 'welcome' ? { outcome: 'welcome', accountId: result.account.id } : result
      },
    },
    usage,
    audit,
    clock,
    random,
    lifetimes,
    extensionGrants,
    fallback: async (request) => signIn.handle(request, oauth) ?? health(request, database) ?? notFound(request),
  })

  function notFound(request: OAuthRequest): Reply {
    if (wantsPage(request)) {
      return signIn.showProblem({
        status: 404,
        code: 'not_found',
        description: 'there is no page at this address',
        clause: undefined,
      })
    }
    return jsonReply(404, { error: 'not_found', error_description: 'there is no endpoint at this path' })
  }

  /** Answers what nothing else could: never with a stack trace, and never with 200. */
  function onError(request: OAuthRequest, error: unknown): Reply {
    const { status, code, description, retryAfter } = describeFailure(error)
    const errorId = random(6)
    if (status >= 500) log.failure({ errorId, error, method: request.method, path: toTarget(request.url).path })
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
    if (!wantsPage(request))
      return jsonReply(status, { error: code, error_description: description, error_id: errorId }, headers)
    const reply = signIn.showProblem({ status, code, description, clause: undefined }, request.remoteAddress)
    return { ...reply, headers: { ...reply.headers, ...headers } }
  }

  const jobs = await createBackgroundJobs({ config, database, clock, catalog, keyRing, keyOptions, usage })
  const stopJobs = startJobs(jobs, (job, error) => log.failure({ errorId: random(6), error, job }))

  const handle = oauth.handle
  const headers = commonHeaders(issuer.startsWith('https:'))
  const listeners: Listener[] = []
  return {
    issuer,
    handle,
    fetch: toFetch({ handle, onError, headers }),
    async listen() {
      const listener = await listen(config.listen.host, config.listen.port, {
        handle,
        onError,
        headers,
        trustedProxies: config.listen.trustedProxies,
        tls: config.tls && { cert: readFileSync(config.tls.cert, 'utf8'), key: readFileSync(config.tls.key, 'utf8') },
      })
      listeners.push(listener)
      return listener
    },
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()))
      await stopJobs()
      await usage.flush().catch((error) => log.failure({ errorId: random(6), error }))
      await database.close()
    },
  }
}

function wantsPage(request: OAuthRequest): boolean {
  return request.headers.get('accept')?.includes('text/html') ?? false
}

function health(request: OAuthRequest, database: Database): Promise<Reply> | undefined {
  const { path } = toTarget(request.url)
  if (path === '/livez') return Promise.resolve(jsonReply(200, { status: 'live' }))
  if (path === '/readyz') return readChangeCounter(database).then(() => jsonReply(200, { status: 'ready' }))
  return undefined
}

interface Failure {
  readonly status: number
  readonly code: string
  readonly description: string
  readonly retryAfter?: number
}

function describeFailure(error: unknown): Failure {
  if (error instanceof BodyTooLarge) return { status: 413, code: 'invalid_request', description: error.message }
  if (error instanceof OAuthError) return { status: error.status, code: error.code, description: error.description }
  const busy = {
    status: 503,
    code: 'temporarily_unavailable',
    description: 'the server cannot do this right now: try again',
  }
  if (error instanceof Unavailable) return { ...busy, retryAfter: error.retryAfterSeconds }
  if (error instanceof HasherBusy) return { ...busy, retryAfter: 5 }
  return { status: 500, code: 'server_error', description: 'something went wrong here' }
}
