import { createFactors } from './accounts/factors/index.ts'
import { createInteractions } from './accounts/interactions.ts'
import { createKnownPlaces } from './accounts/known-places.ts'
import { createPasswordRule } from './accounts/passwords/rule.ts'
import { createSecondFactors, isTwoStep } from './accounts/second-factor/second-factors.ts'
import { createSessions } from './accounts/session.ts'
import { createAuditKey } from './audit/audit-key.ts'
import { createAuditTrail } from './audit/audit-trail.ts'
import { describeIdentityScopes } from './config/identity-scopes.ts'
import type { Config } from './config/read-config.ts'
import { addedFeatures } from './embedding/added-features.ts'
import { createListeners } from './embedding/create-listeners.ts'
import { createLook } from './embedding/create-look.ts'
import { createMailing } from './embedding/create-mailing.ts'
import { createOutbound } from './embedding/create-outbound.ts'
import { createPlayground } from './embedding/create-playground.ts'
import { createRegistration } from './embedding/create-registration.ts'
import { createSignUp } from './embedding/create-sign-up.ts'
import { createUpstream, refuseUpstreamOfOwnUsers } from './embedding/create-upstream.ts'
import { createExtensionGrants } from './embedding/extension-grants.ts'
import { joinRoutes } from './embedding/join-routes.ts'
import { openHasher } from './embedding/open-hasher.ts'
import { openPasskeys } from './embedding/open-passkeys.ts'
import { openUsers } from './embedding/open-users.ts'
import { ownAccountOptions } from './embedding/own-account-options.ts'
import { pickLanguages } from './embedding/pick-languages.ts'
import type { Server, ServerOptions } from './embedding/server.ts'
import { toFetch } from './embedding/to-fetch.ts'
import { usersElsewhere } from './embedding/users-elsewhere.ts'
import { createWeb } from './http/create-web.ts'
import { createLimits, standardLimits } from './http/limits.ts'
import { siteOf } from './http/networks.ts'
import { commonHeaders } from './http/security-headers.ts'
import { createJobs } from './jobs/index.ts'
import { runJobs } from './jobs/run-jobs.ts'
import { createUsageCounter } from './jobs/usage-counter.ts'
import { applyAtStart } from './management/apply/apply-at-start.ts'
import { acrOf } from './oauth/authentication-contexts.ts'
import { createClientSecrets } from './oauth/client-authentication/client-secrets.ts'
import { createFeatures, type Features } from './oauth/features.ts'
import { hashSecret } from './oauth/hash.ts'
import { createIssuer } from './oauth/issuer.ts'
import { createLog, type Log } from './observability/log.ts'
import { countLimits, countTransactions, createMetrics } from './observability/metrics.ts'
import { createOperations } from './observability/operations.ts'
import { printableLines } from './observability/printable.ts'
import { prepareTracing } from './observability/tracing.ts'
import { watchRequests } from './observability/watch-requests.ts'
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
import { createServerSecret, type ServerSecret } from './secrets/server-secret.ts'
import { WrongSecret } from './secrets/wrong-secret.ts'
import { openKeyRing } from './signing-keys/open-key-ring.ts'
import type { Database } from './storage/database.ts'
import { openDatabase } from './storage/open-database.ts'
import { openStores } from './storage/open-stores.ts'
import { createProcessChain } from './storage/stores/audit/audit.ts'
import { readChangeCounter } from './storage/stores/catalog.ts'
import { noteClientUses } from './storage/stores/dynamic-clients.ts'
import { noteUses } from './storage/stores/owner-authorizations.ts'
import { languages } from './ui/words/index.ts'

/**
 * The composition root: configuration → database → issuer. Only this file knows all parts.
 * @throws ConfigError, ManagementError, DatabaseError, WrongSecret with a sentence for the operator
 */
export async function createServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const clock = options.clock ?? Date.now
  const log = createLog()
  const say = options.say ?? ((line) => process.stderr.write(`${printableLines(line)}\n`))
  refuseMissingSecret(config)
  refuseGuessableSecret(config)
  refuseUpstreamOfOwnUsers(config, options)
  const wasKnown = hasSecret(config)
  const database = await openDatabase(config.database, clock(), options.isPrepared ? 'refuse' : options.older)
  try {
    // After the database is open, so that a failed start creates no secret.
    const secret = createServerSecret(findSecret(config, say))
    return await compose(config, options, { clock, log, say, secret, database })
  } catch (error) {
    await database.close()
    // The database belongs to another secret, which is missing: a newly generated one would be misleading.
    if (!wasKnown && error instanceof WrongSecret) forgetSecret(config)
    throw error
  }
}

interface Environment {
  readonly clock: () => number
  readonly log: Log
  readonly say: (line: string) => void
  readonly secret: ServerSecret
  readonly database: Database
}

async function compose(config: Config, options: ServerOptions, environment: Environment): Promise<Server> {
  const { clock, log, say, secret } = environment
  const { issuer, lifetimes } = config
  const metrics = createMetrics()
  const tracing = await prepareTracing()
  const database = countTransactions(tracing?.database(environment.database) ?? environment.database, metrics)
  const passwords = createPasswordRule(config.passwords.minimum, config)
  const hasher = await openHasher(config, database)
  const auditKey = createAuditKey(secret)
  const features: Features = createFeatures({
    ...addedFeatures(config, options),
    grants: createExtensionGrants(options.grants ?? [], () => ({
      stores: users.oauth,
      accounts: users.accounts,
      identityScopes: features.identityScopes,
    })),
  })
  const stores = openStores(database, { features, auditKey, clock, random })
  const users = openUsers(database, {
    users: usersElsewhere(config, options.accounts, log.warning),
    claims: options.claims,
    stores,
    hasher,
    clock,
  })
  // Before anything is cached, so that no change during startup is missed.
  const changeCounter = await readChangeCounter(database)
  // The signing keys come first, since nothing may be changed under a wrong secret.
  const macKey = secret.key('refresh tokens')
  const signingKeys = await openKeyRing({ macKey, store: stores.signingKeys, secret, random, clock })
  if (!options.isPrepared) {
    const { digest, seal } = secret
    const parts = { issuer, passwords, store: stores.provisioning, features, digest, hasher, seal, random, clock }
    await applyAtStart(config, parts, say)
  }

  const usage = createUsageCounter(
    (uses) => noteUses(database, uses),
    (uses) => noteClientUses(database, uses),
  )
  const chain = createProcessChain(database, { mac: auditKey.mac, random, keepMs: config.audit.keepDays * 86_400_000 })
  const audit = createAuditTrail({ chain, log, metrics, clock, tokens: config.audit.tokens })
  const attempts = countLimits(createLimits(standardLimits), metrics)
  const interactions = createInteractions(stores.interactions)
  const factors = createFactors(users.accounts)
  const places = createKnownPlaces()
  const logIn = { accounts: users.accounts, factors, sessions: users.sessions, attempts, places, clock }

  const web = createWeb({ issuer, keyFor: secret.key, sessionManagement: config.sessionManagement })
  const passkeys = openPasskeys(config, users, { store: stores.passkeys, sealer: web.sealer, random })
  const secondFactors = createSecondFactors({
    store: stores.secondFactors,
    sessions: users.sessions,
    noteLimited: () => metrics.limited('second-factor'),
    sealer: secret,
    digest: secret.digest,
    random,
    clock,
  })

  const signUp = createSignUp(config, stores, users.areOwn)
  const outbound = createOutbound(config.outbound, { log, metrics, clock })
  const pageLanguages = pickLanguages(config.languages, { ...languages, ...options.languages })
  const { mailing, sender, deletionNotice } = createMailing({
    config,
    stores,
    secret,
    languages: pageLanguages,
    audit,
    note: metrics.mail,
    onError: log.jobFailure,
    clock,
    random,
  })
  const {
    pages,
    routes: pageRoutes,
    notFound,
  } = createPages({
    issuer,
    web,
    passkeys,
    images: outbound.images,
    logIn,
    sessions: createSessions({ store: users.sessions, lifetimes, random, hash: hashSecret, acrOf }),
    sessionStore: users.sessions,
    interactions,
    ...ownAccountOptions(stores, config),
    passwords,
    hasher,
    ownerAuthorizations: stores.ownerAuthorizations,
    catalog: stores.catalog,
    users: users.oauth,
    identity: { scopeClaims: features.scopeClaims, descriptions: describeIdentityScopes(config.identityScopes) },
    siteOf,
    audit,
    clock,
    random,
    noteProblem: log.problem,
    lifetimes,
    languages: pageLanguages,
    mailing,
    playground: createPlayground(config, options),
    features: {
      hasOwnAccounts: users.areOwn,
      hasLoginsElsewhere: (config.upstream ?? []).length > 0,
      sendsMail: mailing.way !== 'none',
    },
    look: createLook(config.brand, say),
    upstream: createUpstream(config, { outbound, stores, mailing, clock }),
    secondFactors,
    requireSecondFactor: config.secondFactor.required,
    ...signUp,
  })
  const oauth = createIssuer({
    issuer,
    features,
    stores: users.oauth,
    keys: signingKeys.keyRing,
    pages,
    secrets: createClientSecrets(hasher.forClients, clock, secret),
    attempts,
    login: createPasswordLogin({
      ...logIn,
      audit,
      secondFactors,
      requireSecondFactor: config.secondFactor.required,
    }),
    requiredTerms: signUp.requiredTerms,
    hasSecondFactor: async (accountId) => isTwoStep(await secondFactors.find(accountId)),
    usage,
    audit,
    outbound,
    registration: createRegistration(config, {
      store: stores.dynamicClients,
      features,
      ...outbound,
      hasher,
      secret,
      clock,
      random,
    }),
    warn: log.warning,
    clock,
    random,
    lifetimes,
    sessionManagement: config.sessionManagement,
    locales: Object.keys(pageLanguages),
  })
  const listeners = createListeners(config, log, metrics)
  const operations = createOperations({
    config,
    metrics,
    gatherMetrics: options.gatherMetrics,
    readGauges: () => ({
      audit: audit.state(),
      passwordsWaiting: hasher.waiting(),
      connections: listeners.connections(),
      committed: database.committed,
      interactions: interactions.lastCount(clock()),
    }),
    database,
    signingKeys: stores.signingKeys,
    secret,
    clock,
    auditState: audit.state,
    mailState: config.mail && sender?.state,
    onChange: log.readiness,
  })
  const routes = [...pageRoutes(oauth), ...operations.routes, ...(options.routes ?? [])]
  const replies = { issuer, oauth, keys: signingKeys.keyRing, pages, notFound, logFailure: log.failure, clock, random }
  const { router, toReply } = await joinRoutes(routes, replies)

  const { sendLogoutToken: send, findLogoutLane: findLane } = oauth
  const logouts = { outbox: stores.logoutOutbox, send, findLane, onError: log.jobFailure }
  const parts = { config, database, clock, stores, signingKeys, usage, audit, auditKey, sender, deletionNotice }
  const jobs = createJobs({ ...parts, changeCounter, logouts })
  const stopJobs = runJobs(jobs, log.jobFailure)

  const handle = watchRequests(router, { metrics, tracing })
  const serving = { handle, onError: toReply, onLost: (error: unknown) => log.failure({ error }) }
  const headers = (isEmbedded: boolean) => commonHeaders({ issuer, hsts: config.hsts, isEmbedded })
  return {
    issuer,
    handle,
    fetch: toFetch({ ...serving, headers: headers(true) }),
    listen: () => listeners.listen({ ...serving, headers: headers(false) }),
    readMetrics: operations.readMetrics,
    async close() {
      await listeners.close()
      // Concurrently, so that an unreachable database causes one timeout only. Uses that a failed job could not store are stored here.
      const lastUses = stopJobs().then(() => usage.flush())
      await Promise.all([lastUses.catch((error) => log.failure({ error })), audit.close()])
      await database.close()
    },
  }
}
