import type { CommonOptions } from '../command.ts'
import { withGround } from '../open-ground.ts'
import type { Outcome } from '../outcome.ts'
import { fileNote, findClient } from './find.ts'

/** Removes a client with every key and token it holds. */
export async function removeClient(id: string, options: CommonOptions): Promise<Outcome> {
  return withGround(options, 'refuse', async ({ provisioning }) => {
    const { source } = await findClient(id, provisioning)
    await provisioning.change((writes) => writes.removeClient(id))
    return {
      text: `removed client ${id}; every key and token it held is dead`,
      data: { client_id: id, removed: true },
      notes: fileNote(source, `client ${id}`),
    }
  })
}
