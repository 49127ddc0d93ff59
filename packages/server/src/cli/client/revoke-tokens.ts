import { revokeClientTokens as revoke } from '../../management/clients/revoke-client-tokens.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError */
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

/** Shown where APIs may still accept revoked tokens. */
export const offlineNote: readonly string[] = [
  'an API that verifies JWTs itself accepts revoked ones until they expire; introspection reports them as inactive',
]
