import { countHeld } from '../../storage/stores/held-counts.ts'
import { fileNote } from '../client/find.ts'
import type { RemoveOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import { describeHeld, heldData } from '../describe-revoked.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { findApiEntry } from './find.ts'

/** Removes an API; no more tokens are issued for it, and those there are lose its scopes. @throws Refused where nobody confirms it */
export async function removeApi(identifier: string, { yes = false, ...options }: RemoveOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ database, provisioning, now }) => {
    const found = await findApiEntry(identifier, provisioning)
    const held = await countHeld(database, { resource: found.api.identifier }, now)
    await confirm(
      `remove api ${found.api.identifier}, ending its scopes in ${describeHeld(held)} and in access tokens`,
      yes,
    )
    await provisioning.change((writes) => writes.removeApi(found.api.identifier, now))
    return {
      text: `removed api ${found.api.identifier}, ending its scopes in ${describeHeld(held)}`,
      data: { identifier: found.api.identifier, removed: true, ...heldData(held) },
      notes: fileNote(found.source, `api ${found.api.identifier}`),
    }
  })
}
