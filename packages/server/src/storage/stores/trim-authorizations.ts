import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'

/** How many authorizations, and how many token families, one transaction removes at most. */
export const mostTrimmed = 500

/** The owner of authorizations: one of its columns is null. */
export type Owner =
  | { readonly accountId: string; readonly clientId?: undefined }
  | { readonly clientId: string; readonly accountId?: undefined }

type Some = { readonly id: string; readonly most: number }

const someOfAccount = statement<Some>('trim-authorizations/ofAccount')((query, gap) =>
  query
    .selectFrom('authorization')
    .select('id')
    .where('account_id', '=', gap.id)
    .limit(gap.most as never),
)

const someOfClient = statement<Some>('trim-authorizations/ofClient')((query, gap) =>
  query
    .selectFrom('authorization')
    .select('id')
    .where('client_id', '=', gap.id)
    .limit(gap.most as never),
)

const someFamilies = statement<Some>('trim-authorizations/families')((query, gap) =>
  query
    .selectFrom('authorization')
    .innerJoin('token_family', 'token_family.authorization_id', 'authorization.id')
    .select('token_family.id')
    .where('authorization.account_id', '=', gap.id)
    .limit(gap.most as never),
)

const dropFamilies = statement<Some>('trim-authorizations/dropFamilies')((query, gap) =>
  query
    .deleteFrom('token_family')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom((one) =>
          one
            .selectFrom('authorization')
            .select('id')
            .where('account_id', '=', gap.id)
            .limit(gap.most as never)
            .as('some'),
        )
        .innerJoin('token_family as family', 'family.authorization_id', 'some.id')
        .select('family.id')
        .limit(gap.most as never),
    )
    .returning('id'),
)

/** Authorizations that still have token families are left to the next slice. */
const dropOfAccount = statement<Some>('trim-authorizations/dropOfAccount')((query, gap) =>
  query
    .deleteFrom('authorization')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('authorization as some')
        .select('some.id')
        .where('some.account_id', '=', gap.id)
        .limit(gap.most as never),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('token_family')
            .select('token_family.id')
            .whereRef('token_family.authorization_id', '=', 'authorization.id'),
        ),
      ),
    )
    .returning('id'),
)

const dropOfClient = statement<Some>('trim-authorizations/dropOfClient')((query, gap) =>
  query
    .deleteFrom('authorization')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('authorization as some')
        .select('some.id')
        .where('some.client_id', '=', gap.id)
        .limit(gap.most as never),
    )
    .returning('id'),
)

/** Whether an account or a client has too many authorizations to be removed with them in one transaction. */
export async function hasMany(connection: Connection, { accountId, clientId }: Owner): Promise<boolean> {
  const most = mostTrimmed + 1
  if (clientId !== undefined) return (await connection.run(someOfClient, { id: clientId, most })).length === most
  if ((await connection.run(someOfAccount, { id: accountId, most })).length === most) return true
  return (await connection.run(someFamilies, { id: accountId, most })).length === most
}

/**
 * Removes some authorizations of an account or a client, those of an account with their token families. Reads and removes
 * at most `mostTrimmed` rows of each table.
 */
export async function trimAuthorizations(connection: Connection, { accountId, clientId }: Owner): Promise<void> {
  if (clientId !== undefined) {
    await connection.run(dropOfClient, { id: clientId, most: mostTrimmed })
    return
  }
  const some = { id: accountId, most: mostTrimmed }
  await connection.run(dropFamilies, some)
  await connection.run(dropOfAccount, some)
}
