import { findAccount } from '../../management/accounts/find-account.ts'
import { standardFeatures } from '../../oauth/features.ts'
import { createCatalog } from '../../storage/stores/catalog.ts'
import { createLogoutOutbox } from '../../storage/stores/logout-outbox.ts'
import { createSessionStore } from '../../storage/stores/sessions.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toIso, toMoment, toTable } from '../output.ts'
import { type CommandContext, withDatabase } from '../with-database.ts'

export interface ListSessionsOptions extends CommonOptions {
  readonly account: string
}

/** The id of a session is the beginning of the hash of its cookie. */
export const idLength = 16

export async function readSessions(accountId: string, { database, now }: CommandContext) {
  const store = createSessionStore(database, createCatalog(database, standardFeatures), createLogoutOutbox(database))
  return store.list(accountId, now)
}

/** Lists the sessions of an account, the most recently used first. */
export async function listSessions(options: ListSessionsOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async (context) => {
    const { now, provisioning } = context
    const account = await findAccount(options.account, provisioning)
    const sessions = await readSessions(account.id, context)
    const rows = sessions.map((one) => [
      one.hash.slice(0, idLength),
      one.userAgent,
      toMoment(one.authenticatedAt, now),
      toMoment(one.lastSeenAt, now),
      toMoment(one.expiresAt, now),
    ])
    return {
      text:
        rows.length === 0
          ? `account ${account.username} has no sessions`
          : toTable(['SESSION', 'BROWSER', 'SIGNED IN', 'LAST SEEN', 'EXPIRES'], rows),
      data: sessions.map((one) => ({
        id: one.hash.slice(0, idLength),
        account: account.username,
        user_agent: one.userAgent,
        authenticated_at: toIso(one.authenticatedAt),
        last_seen_at: toIso(one.lastSeenAt),
        expires_at: toIso(one.expiresAt),
      })),
    }
  })
}
