import { normalizeEmail } from '../../accounts/ports.ts'
import { type Database, write } from '../database.ts'
import { statement } from '../statement.ts'
import { rest } from '../sweep.ts'

/** Accounts that are read at once. */
const batch = 200

/** Accounts of an older release: with an address in their claims, and none that can be found. */
const findWithout = statement<{ after: string; pattern: string }>('backfill-emails/findWithout')((query, gap) =>
  query
    .selectFrom('account')
    .select(['id', 'claims'])
    .where('id', '>', gap.after)
    .where('normalized_email', 'is', null)
    .where('claims', 'like', gap.pattern)
    .orderBy('id')
    .limit(batch),
)

/** Only as long as the claims are those that were read. */
const fill = statement<{ id: string; claims: string; email: string }>('backfill-emails/fill')((query, gap) =>
  query
    .updateTable('account')
    .set({ normalized_email: gap.email })
    .where('id', '=', gap.id)
    .where('claims', '=', gap.claims)
    .where('normalized_email', 'is', null),
)

/** Writes the addresses by which accounts are found, where an older release wrote the account. May run on any number of nodes. */
export async function backfillEmails(database: Database, stop?: AbortSignal): Promise<void> {
  let after = ''
  while (stop?.aborted !== true) {
    const started = performance.now()
    const rows = await database.run(findWithout, { after, pattern: '%"email"%' })
    for (const { id, claims } of rows) {
      const { email: claim } = JSON.parse(claims) as { readonly email?: unknown } // checked when it was written
      const email = normalizeEmail(claim)
      if (email !== undefined) await write(database, fill, { id, claims, email })
    }
    if (rows.length < batch) return
    after = rows.at(-1)?.id ?? ''
    await rest(performance.now() - started)
  }
}
