import { createAuthorizationServer } from './composition/create-authorization-server.ts'
import { createLogins } from './composition/create-logins.ts'
import { createUserPages } from './composition/create-user-pages.ts'
import type { Environment } from './composition/environment.ts'
import { openFoundation } from './composition/open-foundation.ts'
import type { Config } from './config/read-config.ts'
import { createListeners } from './embedding/create-listeners.ts'
import { createOutbound } from './embedding/create-outbound.ts'
import { refuseUpstreamOfOwnUsers } from './embedding/create-upstream.ts'
import { joinRoutes } from './embedding/join-routes.ts'
import type { Server, ServerOptions } from './embedding/server.ts'
import { toFetch } from './embedding/to-fetch.ts'
import { commonHeaders } from './http/security-headers.ts'
import { createJobs } from './jobs/index.ts'
import { runJobs } from './jobs/run-jobs.ts'
import { createUsageCounter } from './jobs/usage-counter.ts'
import { createLog } from './observability/log.ts'
import { createOperations } from './observability/operations.ts'
import { printableLines } from './observability/printable.ts'
import { watchRequests } from './observability/watch-requests.ts'
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
import { openDatabase } from './storage/open-database.ts'
import { noteClientUses } from './storage/stores/dynamic-clients.ts'
import { noteUses } from './storage/stores/owner-authorizations.ts'

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
    return await compose({ config, options, clock, log, say, secret, database })
  } catch (error) {
    await database.close()
    // The database belongs to another secret, which is missing: a newly generated one would be misleading.
    if (!wasKnown && error instanceof WrongSecret) forgetSecret(config)
    throw error
  }
}

/** Wires the parts: each step is a file in `composition`, by topic. */
async function compose(environment: Environment): Promise<Server> {
  const { config, options, clock, log, secret } = environment
  const { issuer } = config
  const foundation = await openFoundation(environment)
  const { metrics, tracing, database, stores, signingKeys, hasher, audit, auditKey, changeCounter } = foundation
  const usage = createUsageCounter(
    (uses) => noteUses(database, uses),
    (uses) => noteClientUses(database, uses),
  )
  const outbound = createOutbound(config.outbound, { log, metrics, clock })
  const logins = createLogins(environment, foundation)
  const userPages = createUserPages(environment, foundation, { outbound, logins })
  const { pages, notFound, sender, deletionNotice } = userPages
  const oauth = createAuthorizationServer(environment, foundation, { outbound, logins, userPages, usage })

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
      interactions: logins.interactions.lastCount(clock()),
    }),
    database,
    signingKeys: stores.signingKeys,
    secret,
    clock,
    auditState: audit.state,
    mailState: config.mail && sender?.state,
    onChange: log.readiness,
  })
  const routes = [...userPages.routes(oauth), ...operations.routes, ...(options.routes ?? [])]
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
