import { isPublic, toClient } from '../../oauth/client.ts'
import { standardFeatures } from '../../oauth/features.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toTable } from '../output.ts'
import { withDatabase } from '../with-database.ts'

export async function listClients(options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const clients = await provisioning.listClients()
    const rows = clients.map(({ registration, secretHash, source }) => {
      const client = toClient(registration, secretHash, standardFeatures)
      const kind = isPublic(client) ? 'public' : 'confidential'
      const state = client.disabled ? 'disabled' : 'active'
      return [client.id, client.name, kind, client.grantTypes.join(' '), state, source]
    })
    return {
      text:
        rows.length === 0
          ? 'there are no clients'
          : toTable(['CLIENT', 'NAME', 'KIND', 'GRANTS', 'STATE', 'FROM'], rows),
      data: clients.map(({ registration, source }) => ({ ...registration, source })),
    }
  })
}
