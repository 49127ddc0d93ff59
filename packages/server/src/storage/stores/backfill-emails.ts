import { normalizeEmail } from '../../accounts/ports.ts'
import { type Database, write } from '../database.ts'
import { inSlices } from '../in-slices.ts'
import { statement } from '../statement.ts'

/** How many accounts one statement reads, with or without an address. */
const slice = 1000

const lastOfSlice = statement<{ after: string }>('backfill-emails/last')((query, { after }) =>
  query
    .selectFrom((eb) =>
      eb.selectFrom('account').select('id').where('id', '>', after).orderBy('id').limit(slice).as('slice'),
    )
    .select((eb) => eb.fn.max('slice.id').as('last')),
)

/** Accounts of an older release: with an address in their claims, and none that can be found. */
const findWithout = statement<{ after: string; last: string; pattern: string; none: string }>(
  'backfill-emails/findWithout',
)((query, gap) =>
  query
    .selectFrom('account')
    .select(['id', 'claims'])
    .where('id', '>', gap.after)
    .where('id', '<=', gap.last)
    // Not by the index of addresses: it would find every account without one.
    .where((eb) => eb(eb.fn.coalesce('normalized_email', eb.val(gap.none)), '=', gap.none))
    .where('claims', 'like', gap.pattern)
    .orderBy('id'),
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
  await inSlices(
    async () => {
      const [found] = await database.run(lastOfSlice, { after })
      const last = found?.last ?? ''
      if (last === '') return 'done'
      for (const { id, claims } of await database.run(findWithout, { after, last, pattern: '%"email"%', none: '' })) {
        const { email: claim } = JSON.parse(claims) as { readonly email?: unknown } // checked when it was written
        const email = normalizeEmail(claim)
        if (email !== undefined) await write(database, fill, { id, claims, email })
      }
      after = last
      return 'more'
    },
    { stop },
  )
}
