import { revokeAllTokens } from '../../management/authorizations/revoke-all-tokens.ts'
import { offlineNote } from '../client/revoke-tokens.ts'
import type { CommonOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import type { Outcome } from '../output.ts'
import { withDatabase } from '../with-database.ts'

export interface RevokeAllOptions extends CommonOptions {
  readonly yes?: boolean
}

/** @throws Refused if it is not confirmed */
export async function revokeAll({ yes = false, ...options }: RevokeAllOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning: store }) => {
    await confirm('revoke every token, session and authorization of this server', yes)
    const epoch = await revokeAllTokens({ store, now: Date.now() })
    return {
      text: 'revoked every token, session and authorization: users sign in and consent again',
      data: { revoked_until: new Date(epoch).toISOString() },
      notes: offlineNote,
    }
  })
}
