import { createPasswordRule } from '../accounts/passwords/rule.ts'
import { createAuditKey } from '../audit/audit-key.ts'
import { createAuditTrail } from '../audit/audit-trail.ts'
import { addedFeatures } from '../embedding/added-features.ts'
import { createExtensionGrants } from '../embedding/extension-grants.ts'
import { openHasher } from '../embedding/open-hasher.ts'
import { openUsers } from '../embedding/open-users.ts'
import { usersElsewhere } from '../embedding/users-elsewhere.ts'
import { applyAtStart } from '../management/apply/apply-at-start.ts'
import { createFeatures, type Features } from '../oauth/features.ts'
import { countTransactions, createMetrics } from '../observability/metrics.ts'
import { prepareTracing } from '../observability/tracing.ts'
import { random } from '../secrets/random.ts'
import { openKeyRing } from '../signing-keys/open-key-ring.ts'
import { openStores } from '../storage/open-stores.ts'
import { createProcessChain } from '../storage/stores/audit/audit.ts'
import { readChangeCounter } from '../storage/stores/catalog.ts'
import type { Environment } from './environment.ts'

export type Foundation = Awaited<ReturnType<typeof openFoundation>>

/** Opens what everything else is built on: stores, users, signing keys and the audit log, and applies the configuration. */
export async function openFoundation({ config, options, clock, log, say, secret, ...environment }: Environment) {
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
    const { issuer } = config
    const { digest, seal } = secret
    const parts = { issuer, passwords, store: stores.provisioning, features, digest, hasher, seal, random, clock }
    await applyAtStart(config, parts, say)
  }
  const chain = createProcessChain(database, { mac: auditKey.mac, random, keepMs: config.audit.keepDays * 86_400_000 })
  const audit = createAuditTrail({ chain, log, metrics, clock, tokens: config.audit.tokens })
  return {
    metrics,
    tracing,
    database,
    passwords,
    hasher,
    features,
    stores,
    users,
    changeCounter,
    signingKeys,
    auditKey,
    audit,
  }
}
