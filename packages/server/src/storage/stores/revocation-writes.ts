import type { ProvisioningWrites } from '../../management/ports.ts'
import { apiKey } from '../../oauth/ports.ts'
import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'
import { endClientsOfAccount } from './session-clients.ts'
import { endTrustedDevices } from './trusted-devices.ts'

/** The kind of a removed entry. */
export type TombstoneKind = 'api' | 'client'

const bury = statement<{ kind: string; id: string; now: number }>('revocation-writes/bury')((query, gap) =>
  query
    .insertInto('tombstone')
    .values({ kind: gap.kind, id: gap.id, removed_at: gap.now })
    .onConflict((conflict) => conflict.columns(['kind', 'id']).doUpdateSet({ removed_at: gap.now })),
)

const cutClient = statement<{ id: string; now: number }>('revocation-writes/cutClient')((query, gap) =>
  query
    .updateTable('client')
    .set({ valid_after: gap.now, own_valid_after: gap.now })
    .where('id', '=', gap.id)
    .returning('id'),
)

const cutAccount = statement<{ username: string; now: number }>('revocation-writes/cutAccount')((query, gap) =>
  query
    .updateTable('account')
    .set({ valid_after: gap.now })
    .where('normalized_username', '=', gap.username)
    .returning('id'),
)

const endSessions = statement<{ accountId: string }>('revocation-writes/endSessions')((query, gap) =>
  query.deleteFrom('session').where('account_id', '=', gap.accountId),
)

const endAuthorizations = statement<{ accountId: string; now: number }>('revocation-writes/endAuthorizations')(
  (query, gap) =>
    query
      .updateTable('authorization')
      .set({ revoked_at: gap.now })
      .where('account_id', '=', gap.accountId)
      .where('revoked_at', 'is', null),
)

/** The tokens that the client got with the old secret are revoked, and no earlier secret stays valid. */
const replaceSecret = statement<{ id: string; secretHash: string; validAfter: number }>(
  'revocation-writes/replaceSecret',
)((query, gap) =>
  query
    .updateTable('client')
    .set((eb) => ({
      secret_hash: gap.secretHash,
      own_valid_after: gap.validAfter,
      previous_secret_hash: eb.lit(null),
      previous_secret_until: eb.lit(null),
    }))
    .where('id', '=', gap.id)
    .returning('id'),
)

const overlapSecret = statement<{ id: string; secretHash: string; until: number }>('revocation-writes/overlapSecret')(
  (query, gap) =>
    query
      .updateTable('client')
      .set((eb) => ({
        secret_hash: gap.secretHash,
        previous_secret_hash: eb.ref('secret_hash'),
        previous_secret_until: gap.until,
      }))
      .where('id', '=', gap.id)
      .returning('id'),
)

/** Records the removal of a client or an API. */
export async function buryRemoved(connection: Connection, kind: TombstoneKind, id: string, now: number): Promise<void> {
  await connection.run(bury, { kind, id: kind === 'api' ? apiKey(id) : id, now })
}

/** Ends every session of an account and the trust in its devices, and queues the logout tokens of its clients. */
export async function endAccountSessions(connection: Connection, accountId: string): Promise<void> {
  await connection.run(endSessions, { accountId })
  await endClientsOfAccount(connection, accountId)
  await endTrustedDevices(connection, accountId)
}

/** Revokes the grants of an account that the file no longer names: if it is added again, it has none. */
export async function endAccountGrants(connection: Connection, username: string, now: number): Promise<void> {
  const [account] = await connection.run(cutAccount, { username, now })
  if (account !== undefined) await connection.run(endAuthorizations, { accountId: account.id, now })
}

/** Revokes tokens without removing their client, account or API. */
export function revocationWrites(
  connection: Connection,
): Pick<ProvisioningWrites, 'revokeClientTokens' | 'revokeAccountTokens' | 'setClientSecretHash'> {
  return {
    revokeClientTokens: async (id, now) => (await connection.run(cutClient, { id, now })).length > 0,
    async revokeAccountTokens(username, now) {
      const [account] = await connection.run(cutAccount, { username, now })
      if (account !== undefined) await endAccountSessions(connection, account.id)
      return account !== undefined
    },
    async setClientSecretHash(id, secretHash, old) {
      const changed =
        'until' in old
          ? connection.run(overlapSecret, { id, secretHash, until: old.until })
          : connection.run(replaceSecret, { id, secretHash, validAfter: old.validAfter })
      return (await changed).length > 0
    },
  }
}
