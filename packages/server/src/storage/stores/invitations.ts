import type { StoredLink } from '../../accounts/ports.ts'
import type { Database } from '../database.ts'
import { statement } from '../statement.ts'
import { type AdminAudit, adminKey } from './audit/audit.ts'
import { toLink } from './one-time-links.ts'

const purpose = 'invitation'

const list = statement<{ purpose: string; now: number }>('invitations/list')((query, gap) =>
  query
    .selectFrom('one_time_link')
    .selectAll()
    .where('purpose', '=', gap.purpose)
    .where('expires_at', '>', gap.now)
    .where('used_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('hash'),
)

const revoke = statement<{ hash: string; purpose: string; now: number }>('invitations/revoke')((query, gap) =>
  query
    .updateTable('one_time_link')
    .set({ used_at: gap.now })
    .where('hash', '=', gap.hash)
    .where('purpose', '=', gap.purpose)
    .where('used_at', 'is', null)
    .returning('hash'),
)

/** Invitations as operators handle them. */
export interface InvitationStore {
  /** Lists invitations that can still be accepted, the newest first. */
  list(now: number): Promise<readonly StoredLink[]>
  /** Records in the audit log that an invitation was sent. */
  noteSent(detail: string): Promise<void>
  /** Makes an invitation useless; false if it was accepted or revoked already. */
  revoke(hash: string, detail: string, now: number): Promise<boolean>
}

export function createInvitationStore(database: Database, admin: AdminAudit): InvitationStore {
  return {
    list: async (now) => (await database.run(list, { purpose, now })).flatMap((row) => toLink(row) ?? []),
    noteSent: (detail) =>
      database.transaction((connection) => admin.note(connection, [{ type: 'invitation.sent', detail }]), adminKey),
    revoke: (hash, detail, now) =>
      database.transaction(async (connection) => {
        if ((await connection.run(revoke, { hash, purpose, now })).length === 0) return false
        await admin.note(connection, [{ type: 'invitation.revoked', detail }])
        return true
      }, adminKey),
  }
}
