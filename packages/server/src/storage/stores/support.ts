import type { ProvisioningWrites } from '../../management/ports.ts'
import type { Rights } from '../../oauth/ports.ts'
import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'
import { toInstant, toRights } from './columns.ts'
import { endClientsOfAccount, endClientsOfSession } from './session-clients.ts'
import { sidOf } from './session-rows.ts'

type Whose = { readonly accountId: string | null; readonly clientId: string | null }

/** The maximum number of listed rows. */
export const mostListed = 1000

const listAuthorizations = statement<Whose & { now: number; epoch: number }>('support/listAuthorizations')(
  (query, gap) =>
    query
      .selectFrom('authorization')
      .innerJoin('account', 'account.id', 'authorization.account_id')
      .selectAll('authorization')
      .select('account.username')
      .where((eb) =>
        eb.or([eb('authorization.account_id', '=', gap.accountId), eb('authorization.client_id', '=', gap.clientId)]),
      )
      .where(
        'authorization.account_id',
        '=',
        (eb) => eb.fn.coalesce(eb.val(gap.accountId), eb.ref('authorization.account_id')) as never,
      )
      .where(
        'authorization.client_id',
        '=',
        (eb) => eb.fn.coalesce(eb.val(gap.clientId), eb.ref('authorization.client_id')) as never,
      )
      .where('authorization.revoked_at', 'is', null)
      .where('authorization.created_at', '>', gap.epoch)
      .where((eb) => eb.or([eb('authorization.ends_at', 'is', null), eb('authorization.ends_at', '>', gap.now)]))
      .orderBy('authorization.created_at', 'desc')
      .limit(mostListed),
)

const revokeOne = statement<{ id: string; now: number }>('support/revokeOne')((query, gap) =>
  query
    .updateTable('authorization')
    .set({ revoked_at: gap.now })
    .where('id', '=', gap.id)
    .where('revoked_at', 'is', null)
    .returning('id'),
)

const revokeOf = statement<Whose & { now: number }>('support/revokeOf')((query, gap) =>
  query
    .updateTable('authorization')
    .set({ revoked_at: gap.now })
    .where((eb) => eb.or([eb('account_id', '=', gap.accountId), eb('client_id', '=', gap.clientId)]))
    .where('account_id', '=', (eb) => eb.fn.coalesce(eb.val(gap.accountId), eb.ref('account_id')) as never)
    .where('client_id', '=', (eb) => eb.fn.coalesce(eb.val(gap.clientId), eb.ref('client_id')) as never)
    .where('revoked_at', 'is', null)
    .returning('id'),
)

const endSessions = statement<{ accountId: string; hash: string | null }>('support/endSessions')((query, gap) =>
  query
    .deleteFrom('session')
    .where('account_id', '=', gap.accountId)
    .where('hash', '=', (eb) => eb.fn.coalesce(eb.val(gap.hash), eb.ref('hash')) as never)
    .returning('context'),
)

/** An authorization as shown to an operator. */
export interface ListedAuthorization {
  readonly id: string
  readonly username: string
  readonly clientId: string
  readonly rights: Rights
  readonly createdAt: number
  readonly endsAt: number | undefined
  readonly lastUsedAt: number | undefined
}

/** Lists the active authorizations of an account, a client, or both, the newest first. */
export async function listAuthorizationsOf(
  connection: Connection,
  { accountId, clientId }: { readonly accountId?: string | undefined; readonly clientId?: string | undefined },
  { now, epoch }: { readonly now: number; readonly epoch: number },
): Promise<readonly ListedAuthorization[]> {
  const values = { accountId: accountId ?? null, clientId: clientId ?? null, now, epoch }
  return (await connection.run(listAuthorizations, values)).map((row) => ({
    id: row.id,
    username: row.username,
    clientId: row.client_id,
    rights: toRights(row.rights),
    createdAt: row.created_at,
    endsAt: toInstant(row.ends_at),
    lastUsedAt: toInstant(row.last_used_at),
  }))
}

/** Writes with which a support desk revokes authorizations and sessions. */
export function supportWrites(
  connection: Connection,
): Pick<ProvisioningWrites, 'revokeAuthorizations' | 'endSessions'> {
  return {
    async revokeAuthorizations(whose, now) {
      if ('id' in whose) return (await connection.run(revokeOne, { id: whose.id, now })).length
      const values = { accountId: whose.accountId ?? null, clientId: whose.clientId ?? null, now }
      return (await connection.run(revokeOf, values)).length
    },
    async endSessions(accountId, hash) {
      const ended = await connection.run(endSessions, { accountId, hash: hash ?? null })
      if (hash === undefined) await endClientsOfAccount(connection, accountId)
      for (const row of hash === undefined ? [] : ended) {
        const sid = sidOf(row)
        if (sid !== undefined) await endClientsOfSession(connection, sid)
      }
      return ended.length
    },
  }
}
