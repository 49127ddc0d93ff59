import { removeRegistrationToken } from '../../management/registration-tokens/remove-registration-token.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError */
export async function removeToken(id: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    await removeRegistrationToken(id, { store: provisioning })
    return {
      text: `removed registration token ${id}; clients that registered with it stay`,
      data: { id, removed: true },
    }
  })
}
