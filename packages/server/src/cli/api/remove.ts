import { findApi } from '../../management/apis/find-api.ts'
import { removeApi as remove } from '../../management/apis/remove-api.ts'
import { countHeld } from '../../storage/stores/held-counts.ts'
import type { RemoveOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import { describeRevoked, revokedData } from '../describe-revoked.ts'
import { addedAgainNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** @throws ManagementError; Refused if it is not confirmed */
export async function removeApi(identifier: string, { yes = false, ...options }: RemoveOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ database, provisioning: store, now }) => {
    const found = await findApi(identifier, store)
    const held = await countHeld(database, { resource: found.api.identifier }, now)
    await confirm(
      `remove api ${found.api.identifier}, revoking its scopes in ${describeRevoked(held)} and in access tokens`,
      yes,
    )
    await remove(identifier, { store, now })
    return {
      text: `removed api ${found.api.identifier}, revoking its scopes in ${describeRevoked(held)}`,
      data: { identifier: found.api.identifier, removed: true, ...revokedData(held) },
      notes: addedAgainNote(found.source, `api ${found.api.identifier}`),
    }
  })
}
