import type { Kysely } from 'kysely'
import { type GrantStores, readGrantContext, type TokenFamily, writeGrantContext } from '../../oauth/ports.ts'
import type { Connection } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { authorizationColumns, noAccount, toActiveAuthorization } from './authorizations.ts'
import { fromRights, toRights } from './columns.ts'

const find = statement<{ id: string }>('token-families/find')((query, gap) =>
  query.selectFrom('token_family').selectAll().where('id', '=', gap.id),
)

const withStatus = (query: Kysely<Schema>, id: string) =>
  query
    .selectFrom('token_family')
    .leftJoin('account', 'account.id', 'token_family.account_id')
    .leftJoin('authorization', (join) =>
      join
        .onRef('authorization.account_id', '=', 'token_family.account_id')
        .onRef('authorization.id', '=', 'token_family.authorization_id'),
    )
    .selectAll('token_family')
    .select(['account.disabled', 'account.username', 'account.valid_after as account_valid_after'])
    .select(authorizationColumns)
    .where('token_family.id', '=', id)

/** `hold` for SQLite, which has no row locks and needs none: its transactions run one after another. */
const findWithStatus = statement<{ id: string }>('token-families/findWithStatus')((query, gap) =>
  withStatus(query, gap.id),
)

/** Locks the family's row until the transaction ends: of two refreshes the second sees the rotation of the first. */
const hold = statement<{ id: string }>('token-families/hold')((query, gap) =>
  withStatus(query, gap.id).forUpdate('token_family'),
)

const rotate = statement<{ id: string; from: number; to: number; now: number; usedFrom: string | null }>(
  'token-families/rotate',
)((query, gap) =>
  query
    .updateTable('token_family')
    .set({ generation: gap.to, rotated_at: gap.now, used_from: gap.usedFrom })
    .where('id', '=', gap.id)
    .where('generation', '=', gap.from)
    .where('revoked_at', 'is', null),
)

const revoke = statement<{ id: string; now: number }>('token-families/revoke')((query, gap) =>
  query
    .updateTable('token_family')
    .set({ revoked_at: gap.now })
    .where('id', '=', gap.id)
    .where('revoked_at', 'is', null),
)

const add = statement<{ [K in keyof Schema['token_family']]: Schema['token_family'][K] }>('token-families/add')(
  (query, gap) =>
    query.insertInto('token_family').values({
      id: gap.id,
      client_id: gap.client_id,
      account_id: gap.account_id,
      authorization_id: gap.authorization_id,
      rights: gap.rights,
      authenticated_at: gap.authenticated_at,
      generation: gap.generation,
      rotated_at: gap.rotated_at,
      expires_at: gap.expires_at,
      revoked_at: gap.revoked_at,
      used_from: gap.used_from,
      context: gap.context,
    }),
)

/** Reads a token family without a lock. */
export async function findFamily(connection: Connection, id: string): Promise<TokenFamily | undefined> {
  const [row] = await connection.run(find, { id })
  return row && toFamily(row)
}

/** Stores token families; refresh tokens are derived from them and not stored. */
export function tokenFamilies(
  connection: Connection,
): Pick<GrantStores, 'holdFamily' | 'rotateFamily' | 'revokeFamily' | 'addFamily'> {
  const holding = connection.engine === 'postgres' ? hold : findWithStatus
  return {
    async holdFamily(id) {
      const [row] = await connection.run(holding, { id })
      if (row === undefined) return undefined
      const authorization = toActiveAuthorization(row.account_id, row)
      const { username } = row
      const status =
        username === null
          ? noAccount
          : {
              accountActive: row.disabled === 0,
              username,
              accountValidAfter: row.account_valid_after ?? 0,
              authorization,
            }
      return { ...toFamily(row), status: { ...status, familyRevoked: row.revoked_at !== null } }
    },
    async rotateFamily({ id, from, to, now, usedFrom }) {
      await connection.run(rotate, { id, from, to, now, usedFrom: usedFrom ?? null })
    },
    async revokeFamily(id, now) {
      await connection.run(revoke, { id, now })
    },
    async addFamily(family) {
      await connection.run(add, {
        id: family.id,
        client_id: family.clientId,
        account_id: family.accountId,
        authorization_id: family.authorizationId,
        rights: fromRights(family.rights),
        authenticated_at: family.context.authenticatedAt,
        generation: family.generation,
        rotated_at: family.rotatedAt,
        expires_at: family.expiresAt,
        revoked_at: null,
        used_from: family.usedFrom ?? null,
        context: writeGrantContext(family.context),
      })
    },
  }
}

function toFamily(row: Schema['token_family']): TokenFamily {
  return {
    id: row.id,
    clientId: row.client_id,
    accountId: row.account_id,
    authorizationId: row.authorization_id,
    rights: toRights(row.rights),
    context: readGrantContext(row.context, row.authenticated_at),
    generation: row.generation,
    rotatedAt: row.rotated_at,
    expiresAt: row.expires_at,
    revoked: row.revoked_at !== null,
    usedFrom: row.used_from ?? undefined,
  }
}
