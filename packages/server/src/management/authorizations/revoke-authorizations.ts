import type { Management } from '../management.ts'
import { ManagementError } from '../management-error.ts'
import type { WhoseAuthorizations } from '../ports.ts'

/**
 * Revokes one authorization, or those of an account, a client or both, with all their tokens. @returns how many
 * @throws ManagementError if an authorization is named that does not exist or was revoked before
 */
export async function revokeAuthorizations(
  whose: WhoseAuthorizations,
  { store, now, actor }: Management,
): Promise<number> {
  const count = await store.change((writes) => writes.revokeAuthorizations(whose, now), actor)
  if (count === 0 && 'id' in whose) {
    throw new ManagementError('unknown', [
      {
        what: `authorization ${whose.id} does not exist or was revoked before`,
        fix: 'valetkey authorization list shows those that are valid',
      },
    ])
  }
  return count
}
