import { normalizeEmail } from '../../accounts/ports.ts'
import type { ClientEntry, OriginOf, ProvisioningStore, ProvisioningWrites } from '../../management/ports.ts'
import { apiKey, type KnownEvent } from '../../oauth/ports.ts'
import type { Connection, Database } from '../database.ts'
import { inSlices } from '../in-slices.ts'
import { type AdminAudit, adminKey, readOnly } from './audit/audit.ts'
import { auditedWrites } from './audit/audited-writes.ts'
import { noteHashCosts } from './hash-costs.ts'
import { initialAccessTokenReads, initialAccessTokenWrites } from './initial-access-tokens.ts'
import { lostScopes, narrowAuthorizations } from './narrow-authorizations.ts'
import { entryReads, fromLines, provisioningReads } from './provisioning-reads.ts'
import * as statements from './provisioning-statements.ts'
import { raiseEpoch } from './raise-epoch.ts'
import { removeAccountRows } from './remove-account.ts'
import { buryRemoved, endAccountGrants, endAccountSessions, revocationWrites } from './revocation-writes.ts'
import { supportWrites } from './support.ts'
import { hasMany, trimAuthorizations } from './trim-authorizations.ts'

/** Stores clients, APIs and accounts by their operators' names. */
export function createProvisioningStore(database: Database, admin: AdminAudit = readOnly): ProvisioningStore {
  const act = <T>(
    work: (writes: ProvisioningWrites, connection: Connection) => Promise<T>,
    actor: string | undefined,
  ) =>
    database.transaction(async (connection) => {
      const events: KnownEvent[] = []
      await connection.run(statements.lockEntries, {})
      const result = await work(auditedWrites(createWrites(connection), events), connection)
      await admin.note(connection, actor === undefined ? events : events.map((event) => ({ ...event, actor })))
      return result
    }, adminKey)
  return {
    ...provisioningReads(database),
    ...initialAccessTokenReads(database),
    change: (work, actor) => act(work, actor),
    async shrink(owner, end, actor) {
      await inSlices(async (index) => {
        if (!(await hasMany(database, owner))) return 'done'
        await act(async (writes, connection) => {
          if (index === 0) await end(writes)
          await trimAuthorizations(connection, owner)
        }, actor)
        return 'more'
      })
    },
  }
}

function createWrites(connection: Connection): ProvisioningWrites {
  const reads = entryReads(connection)
  const revocations = revocationWrites(connection)
  const isDone = (rows: readonly unknown[]) => rows.length > 0

  async function endSessions(account: { readonly id: string } | undefined): Promise<boolean> {
    if (account !== undefined) await endAccountSessions(connection, account.id)
    return account !== undefined
  }

  return {
    ...reads,
    async putApi({ api, position, ...origin }) {
      const { identifier } = api
      const before = await reads.findApi(identifier)
      const description = JSON.stringify(api)
      const buried = { kind: 'api', buried: apiKey(identifier) }
      await connection.run(statements.putApi, { identifier, ...buried, position, description, ...fromOrigin(origin) })
      if (before !== undefined) await narrowAuthorizations(connection, lostScopes(before.api, api))
    },
    async removeApi(id, now) {
      const removed = isDone(await connection.run(statements.removeApi, { id }))
      if (removed) await buryRemoved(connection, 'api', id, now)
      return removed
    },
    putClient: async (entry, now) => void (await connection.run(statements.putClient, clientColumns(entry, now))),
    async removeClient(id, now) {
      const removed = isDone(await connection.run(statements.removeClient, { id }))
      if (removed) await buryRemoved(connection, 'client', id, now)
      return removed
    },
    async removeUnusedClient(id, now) {
      const removed = isDone(await connection.run(statements.removeUnusedClient, { id, now }))
      if (removed) await buryRemoved(connection, 'client', id, now)
      return removed
    },
    async retireClient(id, now) {
      const found = await reads.findClient(id)
      if (found === undefined) return false
      await connection.run(statements.retireClient, { id, lines: leaving(found, found.registration.disabled ?? false) })
      await connection.run(statements.revokeOfClient, { id, now })
      return revocations.revokeClientTokens(id, now)
    },
    async putAccount({ id, username, normalizedUsername, passwordHash, claims, disabled, ...origin }, now) {
      await connection.run(statements.putAccount, {
        id,
        username,
        normalizedUsername,
        passwordHash: passwordHash ?? null,
        claims: JSON.stringify(claims),
        email: normalizeEmail(claims.email) ?? null,
        disabled: disabled ? 1 : 0,
        ...fromOrigin(origin),
        now,
      })
    },
    noteHashCosts: (decoys) => noteHashCosts(connection, decoys),
    async removeAccount(username) {
      const found = await reads.findAccount(username)
      if (found === undefined) return false
      const removed = await removeAccountRows(connection, found.id, async () => {
        return (await connection.run(statements.removeAccount, { id: found.id }))[0]
      })
      return removed !== undefined
    },
    async setAccountDisabled(username, disabled) {
      const [account] = await connection.run(statements.setDisabled, { username, disabled: disabled ? 1 : 0 })
      const found = await reads.findAccount(username)
      // It was removed from its file: if it returns, later changes by a command win.
      if (found?.lines?.left !== undefined) {
        const { source, file, digest, lines } = found
        const origin = { source, file, digest, lines: { ...lines, left: { wasDisabled: disabled } } }
        await connection.run(statements.putAccountOrigin, { id: username, ...fromOrigin(origin) })
      }
      return disabled ? endSessions(account) : account !== undefined
    },
    setSecondFactorRequired: async (username, required) =>
      isDone(await connection.run(statements.requireSecondFactor, { username, required: required ? 1 : 0 })),
    async retireAccount(username, now) {
      const found = await reads.findAccount(username)
      if (found === undefined) return false
      const [account] = await connection.run(statements.retireAccount, {
        username,
        lines: leaving(found, found.disabled),
      })
      await endAccountGrants(connection, username, now)
      return endSessions(account)
    },
    async setAccountPasswordHash(username, passwordHash) {
      const [account] = await connection.run(statements.setPasswordHash, { username, passwordHash })
      return endSessions(account)
    },
    ...revocations,
    ...supportWrites(connection),
    ...initialAccessTokenWrites(connection),
    revokeAll: (now) => raiseEpoch(connection, now),
    async putOrigin(kind, { id, ...origin }) {
      const put = {
        api: statements.putApiOrigin,
        client: statements.putClientOrigin,
        account: statements.putAccountOrigin,
      }[kind]
      await connection.run(put, { id, ...fromOrigin(origin) })
    },
  }
}

/** Maps a client to the values of `putClient`. */
export function clientColumns({ registration, secretHash, ...origin }: ClientEntry, now: number) {
  return {
    kind: 'client',
    id: registration.client_id,
    registration: JSON.stringify(registration),
    secretHash: secretHash ?? null,
    ...insecureFlags(registration.dangerously),
    disabled: registration.disabled ? 1 : 0,
    ...fromOrigin(origin),
    now,
  }
}

function fromOrigin({ source, file, digest, lines }: OriginOf) {
  return { source, file: file ?? null, digest: digest ?? null, lines: fromLines(lines, digest) }
}

/** The lines of an entry that leaves its file are kept, so that its return overrides no change by a command. */
function leaving({ lines }: OriginOf, wasDisabled: boolean): string {
  return fromLines({ said: {}, ...lines, left: { wasDisabled } }, undefined) ?? ''
}

/**
 * Nodes of older releases look for 1 in these columns. A client with any other insecure option has -1, which they
 * ignore, so that those few clients are found without reading every registration.
 */
function insecureFlags(options: Readonly<Record<string, boolean | undefined>> = {}) {
  const hasAny = Object.values(options).includes(true)
  return { allowImplicit: options.allowImplicit ? 1 : hasAny ? -1 : 0, allowPassword: options.allowPassword ? 1 : 0 }
}
