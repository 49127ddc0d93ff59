import type { FactorChange, SecondFactorStore } from '../../accounts/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import { statement } from '../statement.ts'
import { versionOf } from './accounts.ts'
import { createCodeAttempts } from './code-attempts.ts'
import type { LogoutOutbox } from './logout-outbox.ts'
import { addNotice } from './mail.ts'
import { endOtherSessions } from './sessions.ts'
import { endTrustedDevices, trustedDevices } from './trusted-devices.ts'

const find = statement<{ accountId: string }>('second-factors/find')((query, gap) =>
  query
    .selectFrom('account')
    .leftJoin('totp', 'totp.account_id', 'account.id')
    .select(['account.second_factor_required', 'totp.secret', 'totp.created_at'])
    .select((eb) => [
      eb
        .selectFrom('recovery_code')
        .select((one) => one.fn.countAll().as('rows'))
        .whereRef('recovery_code.account_id', '=', 'account.id')
        .as('codes'),
      eb
        .selectFrom('recovery_code')
        .select((one) => one.fn.countAll().as('rows'))
        .whereRef('recovery_code.account_id', '=', 'account.id')
        .where('recovery_code.used_at', 'is', null)
        .as('left'),
      eb
        .selectFrom('passkey')
        .select((one) => one.fn.countAll().as('rows'))
        .whereRef('passkey.account_id', '=', 'account.id')
        .as('passkeys'),
    ])
    .where('account.id', '=', gap.accountId),
)

const useStep = statement<{ accountId: string; step: number }>('second-factors/useStep')((query, gap) =>
  query
    .updateTable('totp')
    .set({ last_step: gap.step })
    .where('account_id', '=', gap.accountId)
    .where('last_step', '<', gap.step)
    .returning('account_id'),
)

const useRecoveryCode = statement<{ accountId: string; hash: string; now: number }>('second-factors/useRecoveryCode')(
  (query, gap) =>
    query
      .updateTable('recovery_code')
      .set({ used_at: gap.now })
      .where('hash', '=', gap.hash)
      .where('account_id', '=', gap.accountId)
      .where('used_at', 'is', null)
      .returning('hash'),
)

const putTotp = statement<{ accountId: string; sealed: string; step: number; now: number }>('second-factors/putTotp')(
  (query, gap) =>
    query
      .insertInto('totp')
      .values({ account_id: gap.accountId, secret: gap.sealed, last_step: gap.step, created_at: gap.now })
      .onConflict((conflict) =>
        conflict.column('account_id').doUpdateSet({ secret: gap.sealed, last_step: gap.step, created_at: gap.now }),
      ),
)

const removeTotp = statement<{ accountId: string }>('second-factors/removeTotp')((query, gap) =>
  query.deleteFrom('totp').where('account_id', '=', gap.accountId),
)

const addCode = statement<{ accountId: string; hash: string; now: number }>('second-factors/addCode')((query, gap) =>
  query
    .insertInto('recovery_code')
    .values((eb) => ({ hash: gap.hash, account_id: gap.accountId, created_at: gap.now, used_at: eb.lit(null) })),
)

const removeCodes = statement<{ accountId: string }>('second-factors/removeCodes')((query, gap) =>
  query.deleteFrom('recovery_code').where('account_id', '=', gap.accountId),
)

/** Locks the account's row, so that changes come one after another, and returns what its credentials are. */
const hold = statement<{ accountId: string }>('second-factors/hold')((query, gap) =>
  query
    .updateTable('account')
    .set((eb) => ({ credentials_version: eb.ref('credentials_version') }))
    .where('id', '=', gap.accountId)
    .returning(['password_hash', 'credentials_version']),
)

const setVersion = statement<{ accountId: string; version: string }>('second-factors/setVersion')((query, gap) =>
  query.updateTable('account').set({ credentials_version: gap.version }).where('id', '=', gap.accountId),
)

async function replaceCodes(
  connection: Connection,
  { accountId, now }: Pick<FactorChange, 'accountId' | 'now'>,
  hashes: readonly string[],
): Promise<void> {
  await connection.run(removeCodes, { accountId })
  for (const hash of hashes) await connection.run(addCode, { accountId, hash, now })
}

/** Stores what accounts prove a login with after the password. */
export function createSecondFactorStore(
  database: Database,
  { announce }: Pick<LogoutOutbox, 'announce'>,
): SecondFactorStore {
  const change = async (
    { accountId, version, expectedVersion, keptSession, notice }: FactorChange,
    work: (connection: Connection) => Promise<void>,
  ): Promise<string | undefined> => {
    const { after, isQueued } = await database.transaction(async (connection) => {
      const [held] = await connection.run(hold, { accountId })
      if (held === undefined || (expectedVersion !== undefined && versionOf(held) !== expectedVersion)) {
        return { after: undefined, isQueued: false }
      }
      await connection.run(setVersion, { accountId, version })
      await work(connection)
      await endTrustedDevices(connection, accountId)
      await addNotice(connection, notice)
      const ended =
        keptSession === undefined ? undefined : await endOtherSessions(connection, { accountId, hash: keptSession })
      return {
        after: versionOf({ ...held, credentials_version: version }),
        isQueued: ended?.isQueued === true,
      }
    })
    if (isQueued) announce()
    return after
  }
  return {
    ...trustedDevices(database),
    attempts: createCodeAttempts(database),
    async find(accountId) {
      const [row] = await database.run(find, { accountId })
      if (row === undefined) return undefined
      const { secret, created_at: createdAt } = row
      return {
        totp: secret === null || createdAt === null ? undefined : { sealed: secret, createdAt },
        recoveryCodes: Number(row.codes),
        recoveryCodesLeft: Number(row.left),
        passkeys: Number(row.passkeys),
        isRequired: row.second_factor_required === 1,
      }
    },
    useStep: async (accountId, step) => (await write(database, useStep, { accountId, step })).length > 0,
    useRecoveryCode: (accountId, hash, now, notice) =>
      database.transaction(async (connection) => {
        if ((await connection.run(useRecoveryCode, { accountId, hash, now })).length === 0) return false
        await addNotice(connection, notice)
        return true
      }),
    setUpTotp: (changed, { sealed, step, recoveryHashes }) =>
      change(changed, async (connection) => {
        const { accountId, now } = changed
        await connection.run(putTotp, { accountId, sealed, step, now })
        await replaceCodes(connection, changed, recoveryHashes)
      }),
    replaceRecoveryCodes: (changed, hashes) =>
      change(changed, (connection) => replaceCodes(connection, changed, hashes)),
    remove: (changed) =>
      change(changed, async (connection) => {
        await connection.run(removeTotp, { accountId: changed.accountId })
        await connection.run(removeCodes, { accountId: changed.accountId })
      }),
  }
}
