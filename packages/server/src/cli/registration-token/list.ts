import type { CommonOptions } from '../command.ts'
import { type Outcome, toIso, toMoment, toTable } from '../output.ts'
import { withDatabase } from '../with-database.ts'

/** Lists the initial access tokens, the newest first. */
export async function listTokens(options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ provisioning, now }) => {
    const tokens = await provisioning.listInitialAccessTokens()
    const rows = tokens.map((one) => [
      one.id,
      String(one.usesLeft),
      toMoment(one.createdAt, now),
      toMoment(one.expiresAt, now),
    ])
    return {
      text:
        rows.length === 0
          ? 'there are no registration tokens'
          : toTable(['ID', 'USES LEFT', 'CREATED', 'EXPIRES'], rows),
      data: tokens.map((one) => ({
        id: one.id,
        uses_left: one.usesLeft,
        created_at: toIso(one.createdAt),
        expires_at: toIso(one.expiresAt),
      })),
    }
  })
}
