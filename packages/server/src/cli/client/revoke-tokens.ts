import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { findClient } from './find.ts'

/** Revokes every token and code of a client; the client and the authorizations it was given stay. */
export async function revokeClientTokens(id: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning, now }) => {
    await findClient(id, provisioning)
    await provisioning.change((writes) => writes.revokeClientTokens(id, now))
    return {
      text: `revoked every token of client ${id}; its authorizations stay, so users who signed in are not asked again`,
      data: { client_id: id, revoked_until: new Date(now).toISOString() },
      notes: offlineNote,
    }
  })
}

/** What no command can reach. */
export const offlineNote: readonly string[] = [
  'an API that verifies JWTs by itself accepts those it has until they expire; introspection reports them as inactive',
]
