import { type Code, type GrantStores, type Hash, readGrantContext, writeGrantContext } from '../../oauth/ports.ts'
import type { Connection } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'
import { fromRights, toRights } from './columns.ts'

const redeem = statement<{ hash: string; clientId: string; now: number }>('codes/redeem')((query, gap) =>
  query
    .updateTable('code')
    .set({ used_at: gap.now })
    .where('hash', '=', gap.hash)
    .where('client_id', '=', gap.clientId)
    .where('used_at', 'is', null)
    .returningAll(),
)

const findUsed = statement<{ hash: string; clientId: string }>('codes/findUsed')((query, gap) =>
  query.selectFrom('code').select('family_id').where('hash', '=', gap.hash).where('client_id', '=', gap.clientId),
)

const add = statement<{ [K in keyof Schema['code']]: Schema['code'][K] }>('codes/add')((query, gap) =>
  query.insertInto('code').values({
    hash: gap.hash,
    client_id: gap.client_id,
    account_id: gap.account_id,
    authorization_id: gap.authorization_id,
    family_id: gap.family_id,
    rights: gap.rights,
    redirect_uri: gap.redirect_uri,
    redirect_uri_sent: gap.redirect_uri_sent,
    code_challenge: gap.code_challenge,
    authenticated_at: gap.authenticated_at,
    expires_at: gap.expires_at,
    used_at: gap.used_at,
    context: gap.context,
  }),
)

export function codes(connection: Connection): Pick<GrantStores, 'redeemCode' | 'addCode'> {
  return {
    async redeemCode(hash, clientId, now) {
      const [row] = await connection.run(redeem, { hash, clientId, now })
      if (row !== undefined) return { outcome: 'redeemed', code: toCode(row) }
      const [used] = await connection.run(findUsed, { hash, clientId })
      return used === undefined ? { outcome: 'unknown' } : { outcome: 'replayed', familyId: used.family_id }
    },
    async addCode(code) {
      await connection.run(add, fromCode(code))
    },
  }
}

function toCode(row: Schema['code']): Code {
  return {
    hash: row.hash as Hash<'code'>, // the column of code hashes
    clientId: row.client_id,
    accountId: row.account_id,
    authorizationId: row.authorization_id,
    familyId: row.family_id,
    rights: toRights(row.rights),
    redirectUri: row.redirect_uri,
    redirectUriSent: row.redirect_uri_sent === 1,
    codeChallenge: row.code_challenge ?? undefined,
    context: readGrantContext(row.context, row.authenticated_at),
    expiresAt: row.expires_at,
  }
}

function fromCode(code: Code): Schema['code'] {
  return {
    hash: code.hash,
    client_id: code.clientId,
    account_id: code.accountId,
    authorization_id: code.authorizationId,
    family_id: code.familyId,
    rights: fromRights(code.rights),
    redirect_uri: code.redirectUri,
    redirect_uri_sent: code.redirectUriSent ? 1 : 0,
    code_challenge: code.codeChallenge ?? null,
    authenticated_at: code.context.authenticatedAt,
    expires_at: code.expiresAt,
    used_at: null,
    context: writeGrantContext(code.context),
  }
}
