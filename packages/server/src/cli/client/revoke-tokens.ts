import { revokeClientTokens as revoke } from '../../management/clients/revoke-client-tokens.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** Revokes every token and code of a client. @throws ManagementError */
export async function revokeClientTokens(id: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning, now }) => {
    await revoke(id, { store: provisioning, now })
    return {
      text: `revoked every token of client ${id}; its authorizations stay, so users who signed in are not asked again`,
      data: { client_id: id, revoked_until: new Date(now).toISOString() },
      notes: offlineNote,
    }
  })
}

/** Said where APIs may still accept tokens that were revoked. */
export const offlineNote: readonly string[] = [
  'an API that verifies JWTs by itself accepts those it has until they expire; introspection reports them as inactive',
]
