import type { AccountDataStore } from '../../accounts/ports.ts'
import type { Database } from '../database.ts'
import { inSlices, rest, type Until } from '../in-slices.ts'
import * as statements from './account-data-statements.ts'
import { toEmailAccount } from './account-emails.ts'
import { type AdminAudit, adminKey } from './audit/audit.ts'
import { noteChange } from './catalog.ts'
import { toRights } from './columns.ts'
import type { LogoutOutbox } from './logout-outbox.ts'
import { addNotice } from './mail.ts'
import { removeAccountRows } from './remove-account.ts'
import { endAccountSessions } from './revocation-writes.ts'
import { endClientsOfAccount } from './session-clients.ts'
import { endOthers } from './sessions.ts'
import { hasMany, trimAuthorizations } from './trim-authorizations.ts'

const mostEvents = 10_000
const deletedAtOnce = 50

const iso = (at: number | null) => (at === null ? undefined : new Date(at).toISOString())
const parse = (text: string) => JSON.parse(text) as unknown // written by the server

/** Stores nothing of its own: it gathers what is held about an account, and removes it. */
export function createAccountDataStore(
  database: Database,
  { announce }: Pick<LogoutOutbox, 'announce'>,
  admin: AdminAudit,
): AccountDataStore {
  /** Disables an account that is due, and removes its authorizations until one transaction can remove the rest. */
  function shrinkDue(id: string, now: number, until: Until): Promise<boolean> {
    return inSlices(async () => {
      if (!(await hasMany(database, { accountId: id }))) return 'done'
      return database.transaction(async (connection) => {
        // Also holds the row, so that two nodes do not trim it at the same time.
        if ((await connection.run(statements.disableDue, { id, now })).length === 0) return 'done'
        await endAccountSessions(connection, id)
        await trimAuthorizations(connection, { accountId: id })
        return 'more'
      })
    }, until)
  }

  return {
    async export(id) {
      const of = { id }
      const [account] = await database.run(statements.findAccount, of)
      if (account === undefined) return {}
      const [sessions, browsers, keys, passkeys, totp, codes, devices, identities, mail, events] = await Promise.all([
        database.run(statements.listSessions, of),
        database.run(statements.listBrowsers, of),
        database.run(statements.listAuthorizations, of),
        database.run(statements.listPasskeys, of),
        database.run(statements.listTotp, of),
        database.run(statements.listRecoveryCodes, of),
        database.run(statements.listDevices, of),
        database.run(statements.listIdentities, of),
        database.run(statements.listMail, of),
        database.run(statements.listEvents, { id, most: mostEvents }),
      ])
      return {
        account: {
          id,
          username: account.username,
          source: account.source,
          createdAt: iso(account.created_at),
          updatedAt: iso(account.updated_at),
          deleteAt: iso(account.delete_at),
          terms: account.terms_version ?? undefined,
          termsAcceptedAt: iso(account.terms_accepted_at),
        },
        profile: parse(account.claims),
        sessions: sessions.map((row) => ({
          browser: row.user_agent,
          loggedInAt: iso(row.authenticated_at),
          lastSeenAt: iso(row.last_seen_at),
          expiresAt: iso(row.expires_at),
          address: row.last_address ?? undefined,
        })),
        knownBrowsers: browsers.map((row) => ({ lastLoginAt: iso(row.last_login_at) })),
        keys: keys.map((row) => ({
          id: row.id,
          client: row.client_id,
          rights: toRights(row.rights),
          givenAt: iso(row.created_at),
          givenIn: row.user_agent ?? undefined,
          endsAt: iso(row.ends_at),
          revokedAt: iso(row.revoked_at),
          lastUsedAt: iso(row.last_used_at),
          useCount: Number(row.use_count),
        })),
        passkeys: passkeys.map((row) => ({
          name: row.name,
          createdAt: iso(row.created_at),
          lastUsedAt: iso(row.last_used_at),
        })),
        authenticatorApps: totp.map((row) => ({ createdAt: iso(row.created_at) })),
        recoveryCodes: codes.map((row) => ({ createdAt: iso(row.created_at), usedAt: iso(row.used_at) })),
        trustedBrowsers: devices.map((row) => ({
          browser: row.user_agent,
          createdAt: iso(row.created_at),
          lastUsedAt: iso(row.last_used_at),
          expiresAt: iso(row.expires_at),
        })),
        loginsElsewhere: identities.map((row) => ({
          provider: row.provider,
          subject: row.subject,
          claims: parse(row.claims),
          createdAt: iso(row.created_at),
          lastUsedAt: iso(row.last_used_at),
        })),
        mail: mail.map((row) => ({ kind: row.kind, createdAt: iso(row.created_at), sentAt: iso(row.sent_at) })),
        activity: events.map((row) => ({
          at: iso(row.at),
          type: row.type,
          client: row.client_id ?? undefined,
          // That of an operator is not the user's.
          address: row.actor === null ? (row.address ?? undefined) : undefined,
        })),
      }
    },
    async findDeletion(id) {
      const [row] = await database.run(statements.findAccount, { id })
      return row?.delete_at ?? undefined
    },
    async requestDeletion(id, deleteAt, notice) {
      const { isMarked, isQueued } = await database.transaction(async (connection) => {
        const marked = await connection.run(statements.requestDeletion, { id, deleteAt })
        if (marked.length === 0) return { isMarked: false, isQueued: false }
        await addNotice(connection, notice)
        // No session has an empty hash.
        await connection.run(endOthers, { hash: '', accountId: id })
        return { isMarked: true, isQueued: await endClientsOfAccount(connection, id) }
      })
      if (isQueued) announce()
      return isMarked
    },
    cancelDeletion: (id, notice) =>
      database.transaction(async (connection) => {
        if ((await connection.run(statements.cancelDeletion, { id })).length === 0) return false
        await addNotice(connection, notice)
        return true
      }),
    async deleteDue(now, writeNotice, until = {}) {
      const due = await database.run(statements.listDue, { now, most: deletedAtOnce })
      let count = 0
      for (const { id } of due) {
        const started = performance.now()
        if (!(await shrinkDue(id, now, until))) break
        const removed = await database.transaction(async (connection) => {
          const done = await removeAccountRows(connection, id, async () => {
            return (await connection.run(statements.deleteOne, { id, now }))[0]
          })
          if (done === undefined) return undefined
          await addNotice(connection, writeNotice(toEmailAccount(done.row)))
          await noteChange(connection)
          const detail = `${done.row.normalized_username}, as its user asked`
          await admin.note(connection, [{ type: 'account.removed', accountId: id, detail }])
          return done
        }, adminKey)
        if (removed === undefined) continue
        count++
        if (removed.isQueued) announce()
        await rest(performance.now() - started)
      }
      return count
    },
  }
}
