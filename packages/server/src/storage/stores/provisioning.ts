import { type AuditEvent, apiKey } from '../../oauth/ports.ts'
import type { ProvisioningStore, ProvisioningWrites } from '../../provisioning/ports.ts'
import type { Connection, Database } from '../database.ts'
import { statement } from '../statement.ts'
import { type AdminAudit, adminKey, readOnly } from './audit.ts'
import { auditedWrites } from './audited-writes.ts'
import { noteChange } from './catalog.ts'
import { provisioningReads } from './provisioning-reads.ts'
import { buryRemoved, endAccountGrants, endAccountSessions, revocationWrites } from './revocation-writes.ts'

const putApi = statement<{
  identifier: string
  kind: string
  buried: string
  position: number
  description: string
  source: string
  digest: string | null
}>('provisioning/putApi')((query, gap) => {
  const columns = {
    position: gap.position,
    description: gap.description,
    source: gap.source,
    source_digest: gap.digest,
  }
  return query
    .insertInto('api')
    .values((eb) => ({
      identifier: gap.identifier,
      ...columns,
      valid_after: eb
        .selectFrom('tombstone')
        .select('removed_at')
        .where('kind', '=', gap.kind)
        .where('id', '=', gap.buried),
    }))
    .onConflict((conflict) => conflict.column('identifier').doUpdateSet(columns))
})

const putClient = statement<{
  kind: string
  fast: string
  id: string
  registration: string
  secretHash: string | null
  allowImplicit: number
  allowPassword: number
  disabled: number
  source: string
  digest: string | null
  now: number
}>('provisioning/putClient')((query, gap) => {
  const columns = {
    registration: gap.registration,
    secret_hash: gap.secretHash,
    allow_implicit: gap.allowImplicit,
    allow_password: gap.allowPassword,
    disabled: gap.disabled,
    source: gap.source,
    source_digest: gap.digest,
  }
  return query
    .insertInto('client')
    .values((eb) => {
      const removedAt = eb
        .selectFrom('tombstone')
        .select('removed_at')
        .where('kind', '=', gap.kind)
        .where('id', '=', gap.id)
      return { id: gap.id, created_at: gap.now, valid_after: removedAt, own_valid_after: removedAt, ...columns }
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        ...columns,
        // A new secret in the file ends what was got with the old one. Of two slow hashes nobody sees whether the secret is new.
        own_valid_after: eb
          .case()
          .when(
            eb.and([
              eb('excluded.secret_hash', '!=', eb.ref('client.secret_hash')),
              eb.or([eb('excluded.secret_hash', 'like', gap.fast), eb('client.secret_hash', 'like', gap.fast)]),
            ]),
          )
          .then(gap.now)
          .else(eb.ref('client.own_valid_after'))
          .end(),
      })),
    )
})

const putAccount = statement<{
  id: string
  username: string
  normalizedUsername: string
  passwordHash: string | null
  claims: string
  disabled: number
  source: string
  digest: string | null
  now: number
}>('provisioning/putAccount')((query, gap) => {
  const columns = {
    username: gap.username,
    password_hash: gap.passwordHash,
    claims: gap.claims,
    disabled: gap.disabled,
    source: gap.source,
    source_digest: gap.digest,
  }
  return query
    .insertInto('account')
    .values({ id: gap.id, normalized_username: gap.normalizedUsername, created_at: gap.now, ...columns })
    .onConflict((conflict) =>
      conflict.column('normalized_username').doUpdateSet((eb) => ({
        ...columns,
        // An entry without a password leaves the one that a command gave.
        password_hash: eb.fn.coalesce('excluded.password_hash', 'account.password_hash'),
      })),
    )
})

const removeApi = statement<{ id: string }>('provisioning/removeApi')((query, gap) =>
  query.deleteFrom('api').where('identifier', '=', gap.id).returning('identifier'),
)
const removeClient = statement<{ id: string }>('provisioning/removeClient')((query, gap) =>
  query.deleteFrom('client').where('id', '=', gap.id).returning('id'),
)
const removeAccount = statement<{ username: string }>('provisioning/removeAccount')((query, gap) =>
  query.deleteFrom('account').where('normalized_username', '=', gap.username).returning('id'),
)
const setDisabled = statement<{ username: string; disabled: number }>('provisioning/setDisabled')((query, gap) =>
  query
    .updateTable('account')
    .set({ disabled: gap.disabled })
    .where('normalized_username', '=', gap.username)
    .returning('id'),
)
const retire = statement<{ username: string }>('provisioning/retire')((query, gap) =>
  query
    .updateTable('account')
    .set((eb) => ({ disabled: eb.lit(1), source_digest: eb.lit(null) }))
    .where('normalized_username', '=', gap.username)
    .returning('id'),
)
const setPasswordHash = statement<{ username: string; passwordHash: string }>('provisioning/setPasswordHash')(
  (query, gap) =>
    query
      .updateTable('account')
      .set({ password_hash: gap.passwordHash })
      .where('normalized_username', '=', gap.username)
      .returning('id'),
)

/** Stores clients, APIs and people as operators name them. */
export function createProvisioningStore(database: Database, admin: AdminAudit = readOnly): ProvisioningStore {
  return {
    ...provisioningReads(database),
    change: (work) =>
      database.transaction(async (connection) => {
        const events: AuditEvent[] = []
        const result = await work(auditedWrites(writes(connection), events))
        await noteChange(connection)
        await admin.note(connection, events)
        return result
      }, adminKey),
  }
}

function writes(connection: Connection): ProvisioningWrites {
  return {
    async putApi({ api, position, source, digest }) {
      const description = JSON.stringify(api)
      await connection.run(putApi, {
        identifier: api.identifier,
        kind: 'api',
        buried: apiKey(api.identifier),
        position,
        description,
        source,
        digest: digest ?? null,
      })
    },
    async removeApi(id, now) {
      const removed = (await connection.run(removeApi, { id })).length > 0
      if (removed) await buryRemoved(connection, 'api', id, now)
      return removed
    },
    async putClient({ registration, secretHash, source, digest }, now) {
      await connection.run(putClient, {
        kind: 'client',
        fast: 'sha256:%',
        id: registration.client_id,
        registration: JSON.stringify(registration),
        secretHash: secretHash ?? null,
        allowImplicit: registration.dangerously?.allowImplicit ? 1 : 0,
        allowPassword: registration.dangerously?.allowPassword ? 1 : 0,
        disabled: registration.disabled ? 1 : 0,
        source,
        digest: digest ?? null,
        now,
      })
    },
    async removeClient(id, now) {
      const removed = (await connection.run(removeClient, { id })).length > 0
      if (removed) await buryRemoved(connection, 'client', id, now)
      return removed
    },
    async putAccount({ id, username, normalizedUsername, passwordHash, claims, disabled, source, digest }, now) {
      await connection.run(putAccount, {
        id,
        username,
        normalizedUsername,
        passwordHash: passwordHash ?? null,
        claims: JSON.stringify(claims),
        disabled: disabled ? 1 : 0,
        source,
        digest: digest ?? null,
        now,
      })
    },
    removeAccount: async (username) => (await connection.run(removeAccount, { username })).length > 0,
    async setAccountDisabled(username, disabled) {
      const [account] = await connection.run(setDisabled, { username, disabled: disabled ? 1 : 0 })
      if (account !== undefined && disabled) await endAccountSessions(connection, account.id)
      return account !== undefined
    },
    async retireAccount(username, now) {
      const [account] = await connection.run(retire, { username })
      if (account === undefined) return false
      await endAccountSessions(connection, account.id)
      await endAccountGrants(connection, username, now)
      return true
    },
    async setAccountPasswordHash(username, passwordHash) {
      const [account] = await connection.run(setPasswordHash, { username, passwordHash })
      if (account !== undefined) await endAccountSessions(connection, account.id)
      return account !== undefined
    },
    ...revocationWrites(connection),
  }
}
