import type { Selectable } from 'kysely'
import type { Authorization, GrantStatus, GrantStatusQuery, GrantStores } from '../../oauth/ports.ts'
import type { Connection } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { fromEarlyEnds, fromRights, toEarlyEnds, toInstant, toRights } from './columns.ts'

export type AuthorizationRow = Selectable<Schema['authorization']>

const add = statement<{
  id: string
  accountId: string
  clientId: string
  rights: string
  createdAt: number
  endsAt: number | null
  remembered: number
  userAgent: string | null
  earlyEnds: string | null
  redirectUri: string | null
}>('authorizations/add')((query, gap) =>
  query.insertInto('authorization').values({
    id: gap.id,
    account_id: gap.accountId,
    client_id: gap.clientId,
    rights: gap.rights,
    created_at: gap.createdAt,
    ends_at: gap.endsAt,
    remembered: gap.remembered,
    user_agent: gap.userAgent,
    early_ends: gap.earlyEnds,
    redirect_uri: gap.redirectUri,
  }),
)

const listLive = statement<{ accountId: string; clientId: string; now: number }>('authorizations/listLive')(
  (query, gap) =>
    query
      .selectFrom('authorization')
      .selectAll()
      .where('account_id', '=', gap.accountId)
      .where('client_id', '=', gap.clientId)
      .where('revoked_at', 'is', null)
      .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', gap.now)]))
      .orderBy('created_at', 'desc')
      .limit(100),
)

const hold = statement<{ id: string }>('authorizations/hold')((query, gap) =>
  query.selectFrom('authorization').select('id').where('id', '=', gap.id).forUpdate(),
)

const endUnheld = statement<{ id: string; now: number }>('authorizations/endUnheld')((query, gap) =>
  query
    .updateTable('authorization')
    .set({ revoked_at: gap.now })
    .where('id', '=', gap.id)
    .where('revoked_at', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('token_family')
            .select('id')
            .where('authorization_id', '=', gap.id)
            .where('revoked_at', 'is', null)
            .where('expires_at', '>', gap.now),
        ),
      ),
    )
    .returning('id'),
)

/** The columns of an authorization that others are joined with. */
export const authorizationColumns = [
  'authorization.id as joined_id',
  'authorization.client_id as joined_client_id',
  'authorization.rights as joined_rights',
  'authorization.created_at as joined_created_at',
  'authorization.ends_at as joined_ends_at',
  'authorization.remembered as joined_remembered',
  'authorization.revoked_at as joined_revoked_at',
  'authorization.early_ends as joined_early_ends',
  'authorization.redirect_uri as joined_redirect_uri',
] as const

/** The columns of accounts, families and authorizations that decide whether a token is active. */
export const statusColumns = [
  'account.disabled as account_disabled',
  'account.username as account_username',
  'account.valid_after as account_valid_after',
  'token_family.revoked_at as family_revoked_at',
  ...authorizationColumns,
] as const

const status = statement<{ accountId: string; authorizationId: string | null; familyId: string | null }>(
  'authorizations/status',
)((query, gap) =>
  query
    .selectFrom('account')
    .leftJoin('authorization', (join) =>
      join.onRef('authorization.account_id', '=', 'account.id').on('authorization.id', '=', gap.authorizationId),
    )
    .leftJoin('token_family', (join) =>
      join.onRef('token_family.account_id', '=', 'account.id').on('token_family.id', '=', gap.familyId),
    )
    .select(statusColumns)
    .where('account.id', '=', gap.accountId),
)

/** The status of a removed account. */
export const noAccount = {
  accountActive: false,
  username: undefined,
  accountValidAfter: 0,
  authorization: undefined,
} as const

/** Reads whether a token's account, authorization and token family are active. */
export async function findGrantStatus(connection: Connection, query: GrantStatusQuery): Promise<GrantStatus> {
  const { accountId, authorizationId, familyId } = query
  const [row] = await connection.run(status, {
    accountId,
    authorizationId: authorizationId ?? null,
    familyId: familyId ?? null,
  })
  return row === undefined ? removed : toGrantStatus(accountId, row)
}

const removed: GrantStatus = { ...noAccount, familyRevoked: false }

/** Reads the status from joined columns. */
export function toGrantStatus(accountId: string, row: StatusRow): GrantStatus {
  if (row.account_disabled === null) return removed
  return {
    accountActive: row.account_disabled === 0,
    username: row.account_username ?? undefined,
    accountValidAfter: row.account_valid_after ?? 0,
    familyRevoked: row.family_revoked_at !== null,
    authorization: toActiveAuthorization(accountId, row),
  }
}

interface StatusRow extends JoinedAuthorization {
  /** Null if the account was removed. */
  readonly account_disabled: number | null
  readonly account_username: string | null
  readonly account_valid_after: number | null
  readonly family_revoked_at: number | null
}

/** The columns of a left join of authorizations: all null if there was none. */
interface JoinedAuthorization {
  readonly joined_id: string | null
  readonly joined_client_id: string | null
  readonly joined_rights: string | null
  readonly joined_created_at: number | null
  readonly joined_ends_at: number | null
  readonly joined_remembered: number | null
  readonly joined_revoked_at: number | null
  readonly joined_early_ends: string | null
  readonly joined_redirect_uri: string | null
}

/** Reads a joined authorization; undefined if there is none or it was revoked. */
export function toActiveAuthorization(accountId: string, row: JoinedAuthorization): Authorization | undefined {
  const { joined_id: id, joined_client_id: clientId, joined_rights: rights, joined_created_at: createdAt } = row
  if (id === null || clientId === null || rights === null || createdAt === null || row.joined_revoked_at !== null) {
    return undefined
  }
  return {
    id,
    accountId,
    clientId,
    rights: toRights(rights),
    createdAt,
    endsAt: toInstant(row.joined_ends_at),
    earlyEnds: toEarlyEnds(row.joined_early_ends),
    remembered: row.joined_remembered === 1,
    redirectUri: row.joined_redirect_uri ?? undefined,
  }
}

export function toAuthorization(row: AuthorizationRow): Authorization {
  return {
    id: row.id,
    accountId: row.account_id,
    clientId: row.client_id,
    rights: toRights(row.rights),
    createdAt: row.created_at,
    endsAt: toInstant(row.ends_at),
    earlyEnds: toEarlyEnds(row.early_ends),
    remembered: row.remembered === 1,
    redirectUri: row.redirect_uri ?? undefined,
  }
}

/** Lists an account's active authorizations for one client, newest first. */
export async function listAuthorizations(
  connection: Connection,
  accountId: string,
  clientId: string,
  now: number,
): Promise<readonly Authorization[]> {
  return (await connection.run(listLive, { accountId, clientId, now })).map(toAuthorization)
}

/**
 * Locks an authorization until the transaction ends. SQLite has one writer, so there every transaction already holds
 * the lock.
 */
export async function holdAuthorization(connection: Connection, id: string): Promise<void> {
  if (connection.engine === 'postgres') await connection.run(hold, { id })
}

/** Revokes an authorization without an active token family; returns whether it did. */
export async function endUnheldAuthorization(connection: Connection, id: string, now: number): Promise<boolean> {
  return (await connection.run(endUnheld, { id, now })).length === 1
}

/** Stores authorizations. */
export function authorizations(connection: Connection): Pick<GrantStores, 'addAuthorization' | 'findGrantStatus'> {
  return {
    findGrantStatus: (query) => findGrantStatus(connection, query),
    async addAuthorization(authorization, userAgent) {
      await connection.run(add, {
        id: authorization.id,
        accountId: authorization.accountId,
        clientId: authorization.clientId,
        rights: fromRights(authorization.rights),
        createdAt: authorization.createdAt,
        endsAt: authorization.endsAt ?? null,
        remembered: authorization.remembered ? 1 : 0,
        userAgent: userAgent ?? null,
        earlyEnds: fromEarlyEnds(authorization.earlyEnds),
        redirectUri: authorization.redirectUri ?? null,
      })
    },
  }
}
