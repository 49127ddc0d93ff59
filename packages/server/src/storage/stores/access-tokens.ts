import type { AccessToken, GrantStores, OAuthStores } from '../../oauth/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { statusColumns, toGrantStatus } from './authorizations.ts'
import { fromRights, fromTokenContext, toRights, toTokenContext } from './columns.ts'

const add = statement<{ [K in keyof Schema['access_token']]: Schema['access_token'][K] }>('access-tokens/add')(
  (query, gap) =>
    query.insertInto('access_token').values({
      hash: gap.hash,
      id: gap.id,
      client_id: gap.client_id,
      account_id: gap.account_id,
      authorization_id: gap.authorization_id,
      family_id: gap.family_id,
      rights: gap.rights,
      issued_at: gap.issued_at,
      expires_at: gap.expires_at,
      revoked_at: gap.revoked_at,
      context: gap.context,
    }),
)

/** The token with the status of its account, authorization and family, which every use of it needs. */
const find = statement<{ hash: string }>('access-tokens/find')((query, gap) =>
  query
    .selectFrom('access_token')
    .leftJoin('account', 'account.id', 'access_token.account_id')
    .leftJoin('authorization', (join) =>
      join
        .onRef('authorization.account_id', '=', 'account.id')
        .onRef('authorization.id', '=', 'access_token.authorization_id'),
    )
    .leftJoin('token_family', (join) =>
      join.onRef('token_family.account_id', '=', 'account.id').onRef('token_family.id', '=', 'access_token.family_id'),
    )
    .selectAll('access_token')
    .select(statusColumns)
    .where('access_token.hash', '=', gap.hash),
)

const revoke = statement<{ hash: string; now: number }>('access-tokens/revoke')((query, gap) =>
  query.updateTable('access_token').set({ revoked_at: gap.now }).where('hash', '=', gap.hash),
)

const revokeJwt = statement<{ id: string; expiresAt: number }>('access-tokens/revokeJwt')((query, gap) =>
  query
    .insertInto('revoked_jwt')
    .values({ id: gap.id, expires_at: gap.expiresAt })
    .onConflict((conflict) => conflict.column('id').doNothing()),
)

const findRevokedJwt = statement<{ id: string }>('access-tokens/findRevokedJwt')((query, gap) =>
  query.selectFrom('revoked_jwt').select('id').where('id', '=', gap.id),
)

export function accessTokens(connection: Connection): Pick<GrantStores, 'addAccessToken'> {
  return {
    async addAccessToken(token) {
      await connection.run(add, {
        hash: token.hash,
        id: token.id,
        client_id: token.clientId,
        account_id: token.accountId ?? null,
        authorization_id: token.authorizationId ?? null,
        family_id: token.familyId ?? null,
        rights: fromRights(token.rights),
        issued_at: token.issuedAt,
        expires_at: token.expiresAt,
        revoked_at: null,
        context: fromTokenContext(token),
      })
    },
  }
}

export function accessTokenReads(
  database: Database,
): Pick<OAuthStores, 'findAccessToken' | 'revokeAccessToken' | 'isJwtRevoked' | 'revokeJwt'> {
  return {
    async findAccessToken(hash) {
      const [row] = await database.run(find, { hash })
      if (row === undefined) return undefined
      const token: AccessToken = {
        hash,
        id: row.id,
        clientId: row.client_id,
        accountId: row.account_id ?? undefined,
        authorizationId: row.authorization_id ?? undefined,
        familyId: row.family_id ?? undefined,
        rights: toRights(row.rights),
        issuedAt: row.issued_at,
        expiresAt: row.expires_at,
        ...toTokenContext(row.context),
      }
      const status = token.accountId === undefined ? undefined : toGrantStatus(token.accountId, row)
      return { ...token, revoked: row.revoked_at !== null, status }
    },
    async revokeAccessToken(hash, now) {
      await write(database, revoke, { hash, now })
    },
    async isJwtRevoked(id) {
      return (await database.run(findRevokedJwt, { id })).length > 0
    },
    async revokeJwt(id, expiresAt) {
      await write(database, revokeJwt, { id, expiresAt })
    },
  }
}
