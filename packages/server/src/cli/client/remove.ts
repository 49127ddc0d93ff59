import { findClient } from '../../management/clients/find-client.ts'
import { removeClient as remove } from '../../management/clients/remove-client.ts'
import { countHeld } from '../../storage/stores/held-counts.ts'
import type { RemoveOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import { describeRevoked, revokedData } from '../describe-revoked.ts'
import { addedAgainNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError; Refused if it is not confirmed */
export async function removeClient(id: string, { yes = false, ...options }: RemoveOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ database, provisioning, now }) => {
    const { source } = await findClient(id, provisioning)
    const held = await countHeld(database, { clientId: id }, now)
    await confirm(`remove client ${id}, revoking ${describeRevoked(held)}, and its access tokens`, yes)
    await remove(id, { store: provisioning, now })
    return {
      text: `removed client ${id}, revoking ${describeRevoked(held)}, and its access tokens`,
      data: { client_id: id, removed: true, ...revokedData(held) },
      notes: addedAgainNote(source, `client ${id}`),
    }
  })
}
