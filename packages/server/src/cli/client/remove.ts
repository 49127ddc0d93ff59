import { countHeld } from '../../storage/stores/held-counts.ts'
import type { RemoveOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import { describeHeld, heldData } from '../describe-revoked.ts'
import { fileNote } from '../file-notes.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'
import { findClient } from './find.ts'

/** Removes a client with every authorization and token it holds. @throws Refused where nobody confirms it */
export async function removeClient(id: string, { yes = false, ...options }: RemoveOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ database, provisioning, now }) => {
    const { source } = await findClient(id, provisioning)
    const held = await countHeld(database, { clientId: id }, now)
    await confirm(`remove client ${id}, revoking ${describeHeld(held)} and its access tokens`, yes)
    await provisioning.change((writes) => writes.removeClient(id, now))
    return {
      text: `removed client ${id}, revoking ${describeHeld(held)} and its access tokens`,
      data: { client_id: id, removed: true, ...heldData(held) },
      notes: fileNote(source, `client ${id}`),
    }
  })
}
