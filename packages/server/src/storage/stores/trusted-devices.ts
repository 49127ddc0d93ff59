import type { SecondFactorStore, TrustedDevice } from '../../accounts/ports.ts'
import type { Connection, Database } from '../database.ts'
import { write } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'

const add = statement<Schema['trusted_device'] & Record<string, string | number>>('trusted-devices/add')((query, gap) =>
  query
    .insertInto('trusted_device')
    .values({
      hash: gap.hash,
      account_id: gap.account_id,
      user_agent: gap.user_agent,
      created_at: gap.created_at,
      last_used_at: gap.last_used_at,
      expires_at: gap.expires_at,
    })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ expires_at: gap.expires_at })),
)

const mostOfAccount = 20

const removeOld = statement<{ accountId: string; newest: string }>('trusted-devices/removeOld')((query, gap) =>
  query.deleteFrom('trusted_device').where('hash', 'in', (eb) =>
    eb
      .selectFrom('trusted_device')
      .select('hash')
      .where('account_id', '=', gap.accountId)
      .where('hash', '!=', gap.newest)
      .orderBy('last_used_at', 'desc')
      .limit(1000)
      .offset(mostOfAccount - 1),
  ),
)

const use = statement<{ accountId: string; hash: string; now: number }>('trusted-devices/use')((query, gap) =>
  query
    .updateTable('trusted_device')
    .set({ last_used_at: gap.now })
    .where('hash', '=', gap.hash)
    .where('account_id', '=', gap.accountId)
    .where('expires_at', '>', gap.now)
    .returning('hash'),
)

const list = statement<{ accountId: string; now: number }>('trusted-devices/list')((query, gap) =>
  query
    .selectFrom('trusted_device')
    .selectAll()
    .where('account_id', '=', gap.accountId)
    .where('expires_at', '>', gap.now)
    .orderBy('last_used_at', 'desc')
    .limit(100),
)

const endOne = statement<{ accountId: string; hash: string }>('trusted-devices/endOne')((query, gap) =>
  query
    .deleteFrom('trusted_device')
    .where('account_id', '=', gap.accountId)
    .where('hash', '=', gap.hash)
    .returning('hash'),
)

const endAll = statement<{ accountId: string }>('trusted-devices/endAll')((query, gap) =>
  query.deleteFrom('trusted_device').where('account_id', '=', gap.accountId).returning('hash'),
)

/** Ends the trust in every device of an account: part of each change of its credentials. */
export async function endTrustedDevices(connection: Connection, accountId: string): Promise<void> {
  await connection.run(endAll, { accountId })
}

/** Stores the browsers in which the second factor is not asked for. */
export function trustedDevices(
  database: Database,
): Pick<SecondFactorStore, 'trust' | 'useDevice' | 'listDevices' | 'endTrust'> {
  return {
    async trust(accountId, { hash, userAgent, createdAt, lastUsedAt, expiresAt }) {
      await database.transaction(async (connection) => {
        await connection.run(add, {
          hash,
          account_id: accountId,
          user_agent: userAgent,
          created_at: createdAt,
          last_used_at: lastUsedAt,
          expires_at: expiresAt,
        })
        await connection.run(removeOld, { accountId, newest: hash })
      })
    },
    useDevice: async (accountId, hash, now) => (await write(database, use, { accountId, hash, now })).length > 0,
    listDevices: async (accountId, now) => (await database.run(list, { accountId, now })).map(toDevice),
    async endTrust(accountId, hash) {
      const ended =
        hash === undefined ? write(database, endAll, { accountId }) : write(database, endOne, { accountId, hash })
      return (await ended).length
    },
  }
}

function toDevice(row: Schema['trusted_device']): TrustedDevice {
  return {
    hash: row.hash,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  }
}
