import type { CommonOptions } from '../command.ts'
import { type Outcome, toTable } from '../output.ts'
import { withDatabase } from '../with-database.ts'

export async function listApis(options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const apis = await provisioning.listApis()
    const rows = apis.map(({ api, source }) => [
      api.identifier,
      api.name,
      api.tokenFormat,
      api.scopes.map((scope) => scope.name).join(' '),
      source,
    ])
    return {
      text: rows.length === 0 ? 'there are no APIs' : toTable(['API', 'NAME', 'TOKENS', 'SCOPES', 'FROM'], rows),
      data: apis.map(({ api, source }) => ({ ...api, source })),
    }
  })
}
