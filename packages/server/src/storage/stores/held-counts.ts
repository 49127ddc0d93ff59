import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'

/** Counts of active authorizations and tokens of a client, an account or an API. */
export interface HeldCounts {
  readonly authorizations: number
  /** Token families: each is one valid refresh token. */
  readonly refreshTokens: number
}

interface Gap {
  readonly [name: string]: string | number | null
  readonly clientId: string | null
  readonly accountId: string | null
  readonly resource: string | null
  readonly now: number
}

const authorizations = statement<Gap>('held-counts/authorizations')((query, gap) =>
  query
    .selectFrom('authorization')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', gap.now)]))
    .where((eb) =>
      eb.or([
        eb('client_id', '=', gap.clientId),
        eb('account_id', '=', gap.accountId),
        eb('rights', 'like', gap.resource),
      ]),
    ),
)

const families = statement<Gap>('held-counts/families')((query, gap) =>
  query
    .selectFrom('authorization')
    .innerJoin('token_family', 'token_family.authorization_id', 'authorization.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('authorization.revoked_at', 'is', null)
    .where('token_family.revoked_at', 'is', null)
    .where('token_family.expires_at', '>', gap.now)
    .where((eb) =>
      eb.or([
        eb('authorization.client_id', '=', gap.clientId),
        eb('authorization.account_id', '=', gap.accountId),
        eb('authorization.rights', 'like', gap.resource),
      ]),
    ),
)

/** The holder of the counted authorizations and tokens. */
export interface Holder {
  readonly clientId?: string | undefined
  readonly accountId?: string | undefined
  /** The identifier of an API. */
  readonly resource?: string
}

/** Counts the grants that removing a client, an account or an API would revoke. */
export async function countHeld(
  connection: Connection,
  { clientId, accountId, resource }: Holder,
  now: number,
): Promise<HeldCounts> {
  const values = {
    clientId: clientId ?? null,
    accountId: accountId ?? null,
    resource: resource === undefined ? null : `%"resource":${JSON.stringify(resource)}%`,
    now,
  }
  const [counted, refreshable] = await Promise.all([
    connection.run(authorizations, values),
    connection.run(families, values),
  ])
  return { authorizations: Number(counted[0]?.count ?? 0), refreshTokens: Number(refreshable[0]?.count ?? 0) }
}
