import type { CommonOptions } from '../command.ts'
import { type Outcome, toTable } from '../output.ts'
import { withDatabase } from '../with-database.ts'

export async function listAccounts(options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning }) => {
    const accounts = await provisioning.listAccounts()
    const rows = accounts.map(({ username, claims, disabled, source }) => [
      username,
      String(claims.name ?? ''),
      String(claims.email ?? ''),
      disabled ? 'disabled' : 'active',
      source,
    ])
    return {
      text: rows.length === 0 ? 'there are no accounts' : toTable(['ACCOUNT', 'NAME', 'E-MAIL', 'STATE', 'FROM'], rows),
      data: accounts.map(({ id, username, claims, disabled, source }) => ({
        id,
        username,
        ...claims,
        disabled,
        source,
      })),
    }
  })
}
