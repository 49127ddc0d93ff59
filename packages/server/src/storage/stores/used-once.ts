import type { OAuthStores } from '../../oauth/ports.ts'
import type { Database } from '../database.ts'
import { statement } from '../statement.ts'

/** Uses up the hash of something that counts once; returns no row the second time. */
export const spend = statement<{ hash: string; expiresAt: number }>('used-once/spend')((query, gap) =>
  query
    .insertInto('used_assertion')
    .values({ hash: gap.hash, expires_at: gap.expiresAt })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('hash'),
)

/** Remembers client assertions. Passkey challenges and logins at other providers are in the same table, `used_assertion`. */
export function usedOnce(database: Database): Pick<OAuthStores, 'spendAssertion'> {
  return {
    spendAssertion: (hash, expiresAt) =>
      database.transaction(async (connection) => (await connection.run(spend, { hash, expiresAt })).length === 1, hash),
  }
}
