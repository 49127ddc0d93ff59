import type { Session } from '../../accounts/ports.ts'
import type { Schema } from '../schema.ts'

export function toSession(row: Schema['session']): Session {
  return {
    hash: row.hash,
    accountId: row.account_id,
    browserHash: row.browser_hash,
    userAgent: row.user_agent,
    authenticatedAt: row.authenticated_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    context: contextOf(row),
    lastAddress: row.last_address ?? undefined,
  }
}

export function fromSession(session: Session): Schema['session'] {
  return {
    hash: session.hash,
    account_id: session.accountId,
    browser_hash: session.browserHash,
    user_agent: session.userAgent,
    authenticated_at: session.authenticatedAt,
    last_seen_at: session.lastSeenAt,
    expires_at: session.expiresAt,
    context: JSON.stringify(session.context),
    last_address: session.lastAddress ?? null,
  }
}

/** Reads by what clients know a session; undefined if an older release began it. */
export function sidOf(row: Pick<Schema['session'], 'context'>): string | undefined {
  return contextOf(row).sid
}

function contextOf({ context }: Pick<Schema['session'], 'context'>): Session['context'] {
  return context === null ? {} : (JSON.parse(context) as Session['context']) // written only by fromSession
}
