import { createFactors } from './accounts/factors/index.ts'
import { createInteractions } from './accounts/interactions.ts'
import { createKnownPlaces } from './accounts/known-places.ts'
import { createLocalAccounts } from './accounts/local-accounts.ts'
import { createPasswordHasher } from './accounts/password-hasher.ts'
import type { Accounts } from './accounts/ports.ts'
import { createSessions } from './accounts/session.ts'
import { createAuditKey } from './audit/audit-key.ts'
import { createAuditTrail } from './audit/audit-trail.ts'
import type { Config } from './config/read-config.ts'
import { readTls } from './config/read-tls.ts'
import { checkUsersOfSessions, checkUsersOfTokens } from './embedding/check-users.ts'
import { createExtensionGrants } from './embedding/extension-grants.ts'
import type { Server, ServerOptions } from './embedding/server.ts'
import { toFetch } from './embedding/to-fetch.ts'
import { createDirectory } from './embedding/user-directory.ts'
import { createHostCheck } from './http/check-head.ts'
import { createCookies } from './http/cookies.ts'
import { createFormTokens } from './http/form-tokens.ts'
import { createLimits, standardLimits } from './http/limits.ts'
import { type Listener, listen } from './http/listener.ts'
import { siteOf } from './http/networks.ts'
import { createSealer } from './http/sealer.ts'
import { commonHeaders, pageHeaders } from './http/security-headers.ts'
import { createBackgroundJobs } from './jobs/index.ts'
import { startJobs } from './jobs/run-jobs.ts'
import { createUsageCounter } from './jobs/usage-counter.ts'
import { applyAtStart } from './management/apply/apply-at-start.ts'
import { toBrowser } from './oauth/authorization/to-browser.ts'
import { createClientSecrets } from './oauth/client-authentication/client-secrets.ts'
import { createErrorReply } from './oauth/error-reply.ts'
import { createFeatures, type Features } from './oauth/features.ts'
import { hashSecret } from './oauth/hash.ts'
import { createIssuer } from './oauth/issuer.ts'
import { createRouter } from './oauth/router.ts'
import { createLog, type Log } from './observability/log.ts'
import { countLimits, countTransactions, createMetrics } from './observability/metrics.ts'
import type { MetricText } from './observability/metrics-page.ts'
import { printableLines } from './observability/printable.ts'
import { operationRoutes } from './observability/probes.ts'
import { createReadiness } from './observability/readiness.ts'
import { prepareTracing } from './observability/tracing.ts'
import { watchRequests } from './observability/watch-requests.ts'
import { describeFailure } from './pages/error/describe-failure.ts'
import { createPages } from './pages/index.ts'
import { createPasswordLogin } from './pages/login/password-login.ts'
import {
  findSecret,
  forgetSecret,
  hasSecret,
  refuseGuessableSecret,
  refuseMissingSecret,
} from './secrets/find-secret.ts'
import { random } from './secrets/random.ts'
import { createServerSecret } from './secrets/server-secret.ts'
import { WrongSecret } from './secrets/wrong-secret.ts'
import { createKeyRing } from './signing-keys/key-ring.ts'
import { loadSigningKeys } from './signing-keys/load-signing-keys.ts'
import type { Database } from './storage/database.ts'
import { openDatabase, sqliteFile } from './storage/open-database.ts'
import { createAccountStore } from './storage/stores/accounts.ts'
import { createAdminAudit, createProcessChain } from './storage/stores/audit/audit.ts'
import { createCatalog, readChangeCounter } from './storage/stores/catalog.ts'
import { createDirectoryMirror } from './storage/stores/directory-mirror.ts'
import { createInteractionStore } from './storage/stores/interactions.ts'
import { createOAuthStores } from './storage/stores/oauth-stores.ts'
import { createOwnerKeys, noteUses } from './storage/stores/owner-keys.ts'
import { createProvisioningStore } from './storage/stores/provisioning.ts'
import { createSessionStore } from './storage/stores/sessions.ts'
import { createSigningKeyStore } from './storage/stores/signing-keys.ts'

/**
 * Puts the server together: configuration → database → issuer. The one file that knows all parts.
 * @throws ConfigError, ProvisioningError, DatabaseError, WrongSecret with a sentence for the operator
 */
export async function createServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const clock = options.clock ?? Date.now
  const log = createLog()
  const say = options.say ?? ((line) => process.stderr.write(`${printableLines(line)}\n`))
  refuseMissingSecret(config)
  refuseGuessableSecret(config)
  const wasKnown = hasSecret(config)
  const database = await openDatabase(config.database, clock(), options.isPrepared ? 'refuse' : options.older)
  try {
    // Once the database is open: a start that fails for it leaves no secret behind.
    const secret = createServerSecret(findSecret(config, say))
    return await compose(config, options, { clock, log, say, secret, database })
  } catch (error) {
    await database.close()
    // The database has a secret of its own, which is missing: another beside it would mislead.
    if (!wasKnown && error instanceof WrongSecret) forgetSecret(config)
    throw error
  }
}

interface Ground {
  readonly clock: () => number
  readonly log: Log
  readonly say: (line: string) => void
  readonly secret: ReturnType<typeof createServerSecret>
  readonly database: Database
}

async function compose(
  config: Config,
  options: ServerOptions,
  { clock, log, say, secret, database: bare }: Ground,
): Promise<Server> {
  const metrics = createMetrics()
  const tracing = await prepareTracing()
  const database = countTransactions(tracing?.database(bare) ?? bare, metrics)
  const { issuer, lifetimes } = config
  const hasher = createPasswordHasher({ routeOf: (address) => [siteOf(address), address] })
  for (const { password_hash: hash } of config.accounts ?? []) if (hash !== undefined) hasher.learnCost(hash)
  const places = createKnownPlaces()
  const features: Features = createFeatures({
    ...options,
    grants: createExtensionGrants(options.grants ?? [], () => ({
      stores,
      accounts,
      identityScopes: features.identityScopes,
    })),
  })
  const catalog = createCatalog(database, features)
  const users = options.accounts
  const directory = users && createDirectory(users, { mirror: createDirectoryMirror(database), clock })
  const oauthStores = createOAuthStores(database, catalog)
  const stores = directory ? checkUsersOfTokens(oauthStores, directory) : oauthStores
  const accounts: Accounts = directory?.accounts ?? createLocalAccounts(createAccountStore(database), hasher)
  const auditKey = createAuditKey(secret)
  const admin = createAdminAudit(() => auditKey, 'server', clock)
  // The keys first: under a wrong secret nothing may be changed.
  const keyRing = createKeyRing({ macKey: secret.key('refresh tokens'), clock })
  const keyOptions = { store: createSigningKeyStore(database, admin), secret, random }
  // Before anything is remembered: a change amid this start is one to be felt.
  const counter = await readChangeCounter(database)
  keyRing.replace(await loadSigningKeys(clock(), keyOptions))

  const fromFile = createAdminAudit(() => auditKey, 'configuration at start', clock)
  const provisioning = createProvisioningStore(database, fromFile)
  if (!options.isPrepared) {
    const parts = { issuer, store: provisioning, features, digest: secret.digest, hasher, random, clock }
    await applyAtStart(config, parts, say)
  }

  const storedSessions = createSessionStore(database, catalog)
  const sessionStore = directory ? checkUsersOfSessions(storedSessions, directory) : storedSessions
  const sessions = createSessions({ store: sessionStore, lifetimes, random, hash: hashSecret })
  const limits = countLimits(createLimits(standardLimits), metrics)
  const usage = createUsageCounter((uses) => noteUses(database, uses))
  const keepMs = config.audit.keepDays * 86_400_000
  const chain = createProcessChain(database, { mac: auditKey.mac, random, keepMs })
  const audit = createAuditTrail({ chain, log, metrics, clock, tokens: config.audit.tokens })
  const interactions = createInteractions(createInteractionStore(database))
  const web = {
    ...createCookies(issuer),
    pageHeaders,
    formTokens: createFormTokens(secret.key('forms')),
    sealer: createSealer(secret.key('sealed requests')),
  }
  const factors = createFactors(accounts)
  const logIn = { accounts, factors, sessions: sessionStore, attempts: limits, places, clock }
  const ui = createPages({
    issuer,
    web,
    logIn,
    sessions,
    sessionStore,
    interactions,
    ownerKeys: createOwnerKeys(database, catalog),
    catalog,
    siteOf,
    audit,
    clock,
    random,
    noteProblem: log.problem,
    lifetimes,
  })
  const { pages } = ui
  const oauth = createIssuer({
    issuer,
    features,
    stores,
    keys: keyRing,
    pages,
    secrets: createClientSecrets(hasher.forClients, clock),
    attempts: limits,
    login: createPasswordLogin({ ...logIn, audit }),
    usage,
    audit,
    warn: log.warning,
    clock,
    random,
    lifetimes,
  })
  const listeners: Listener[] = []
  async function readMetrics(labels?: Readonly<Record<string, string | number>>): Promise<readonly MetricText[]> {
    const { writeMetrics } = await import('./observability/metrics-page.ts')
    const connections = listeners.reduce((sum, listener) => sum + listener.connections(), 0)
    const gauges = {
      audit: audit.state(),
      passwordsWaiting: hasher.waiting(),
      connections,
      committed: database.committed,
      interactions: interactions.lastCount(clock()),
    }
    return writeMetrics(metrics.read(), gauges, labels)
  }
  const operations = operationRoutes({
    readiness: createReadiness({
      database,
      file: sqliteFile(config.database),
      signingKeys: keyOptions.store,
      secret,
      clock,
      auditState: audit.state,
      onChange: log.readiness,
    }),
    async metricsPage() {
      const { joinMetrics } = await import('./observability/metrics-page.ts')
      return joinMetrics((await options.gatherMetrics?.()) ?? [await readMetrics()])
    },
    metricsToken: config.metrics.token,
    isLoopback: config.isLoopback,
  })

  const routes = [...oauth.routes, ...ui.routes(oauth.flow), ...operations, ...(options.routes ?? [])]
  const metadata = oauth.describe(routes)
  const onError = createErrorReply({
    issuer,
    keys: keyRing,
    pages,
    describeFailure,
    logFailure: log.failure,
    clock,
    random,
  })
  const router = createRouter([...routes, ...metadata.routes], {
    issuer,
    toReply: onError,
    notFound: ui.notFound,
    toBrowser: (request, reply) => toBrowser(request, reply, pages),
  })
  await metadata.prepare()
  const jobs = createBackgroundJobs({
    config,
    database,
    clock,
    counter,
    catalog,
    keyRing,
    keyOptions,
    usage,
    audit,
    auditKey,
    admin,
  })
  const stopJobs = startJobs(jobs, log.jobFailure)

  const handle = watchRequests(router, { metrics, tracing })
  const wire = {
    handle,
    onError,
    onLost: (error: unknown) => log.failure({ error }),
  }
  const headers = (isEmbedded: boolean) => commonHeaders({ issuer, hsts: config.hsts, isEmbedded })
  return {
    issuer,
    handle,
    fetch: toFetch({ ...wire, headers: headers(true) }),
    async listen() {
      const { host, furtherHosts, port, allowedHosts, ...bounds } = config.listen
      const place = { hosts: [host, ...furtherHosts], port, note: log.warning }
      const listener = await listen(place, {
        ...wire,
        ...bounds,
        headers: headers(false),
        tls: config.tls && readTls(config.tls),
        isHost: config.isLoopback ? createHostCheck(allowedHosts) : undefined,
        // Development servers share the cookies of localhost.
        maxHeaderSize: config.isLoopback ? 32_768 : 16_384,
        onClosed(reason) {
          metrics.connectionClosed(reason)
          log.connectionClosed(reason)
        },
      })
      listeners.push(listener)
      return listener
    },
    readMetrics,
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()))
      // Beside each other: a database that does not answer is waited for once. A job that fails gives its uses back.
      const lastUses = stopJobs().then(() => usage.flush())
      await Promise.all([lastUses.catch((error) => log.failure({ error })), audit.close()])
      await database.close()
    },
  }
}
