import { formatScope } from '@valetkey/protocol'
import { findAccount } from '../../management/accounts/find-account.ts'
import { findClient } from '../../management/clients/find-client.ts'
import { readEpoch } from '../../storage/stores/epoch.ts'
import { listAuthorizationsOf, mostListed } from '../../storage/stores/support.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toIso, toMoment, toTable } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { type CommandContext, withDatabase } from '../with-database.ts'

export interface WhoseOptions {
  readonly account?: string
  readonly client?: string
}

export interface ListAuthorizationsOptions extends CommonOptions, WhoseOptions {}

/** Resolves the account and client that the options name. @throws ManagementError, UsageError */
export async function findWhose({ account, client }: WhoseOptions, { provisioning }: CommandContext) {
  if (account === undefined && client === undefined) throw new UsageError('give --account, --client or both')
  if (client !== undefined) await findClient(client, provisioning)
  const accountId = account === undefined ? undefined : (await findAccount(account, provisioning)).id
  return { accountId, clientId: client }
}

/** Lists valid authorizations, newest first. */
export async function listAuthorizations(options: ListAuthorizationsOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async (context) => {
    const { database, now } = context
    const whose = await findWhose(options, context)
    const found = await listAuthorizationsOf(database, whose, { now, epoch: await readEpoch(database) })
    const rows = found.map((one) => [
      one.id,
      one.username,
      one.clientId,
      one.rights.map(({ resource, scope }) => `${formatScope(scope) || 'no scope'} at ${resource}`).join('; '),
      one.endsAt === undefined ? 'never' : toMoment(one.endsAt, now),
      one.lastUsedAt === undefined ? 'never' : toMoment(one.lastUsedAt, now),
    ])
    return {
      text:
        rows.length === 0
          ? 'there are no valid authorizations'
          : toTable(['AUTHORIZATION', 'ACCOUNT', 'CLIENT', 'SCOPE', 'EXPIRES', 'LAST USED'], rows),
      data: found.map(({ createdAt, endsAt, lastUsedAt, username, ...one }) => ({
        ...one,
        account: username,
        created_at: toIso(createdAt),
        expires_at: endsAt === undefined ? null : toIso(endsAt),
        last_used_at: lastUsedAt === undefined ? null : toIso(lastUsedAt),
      })),
      notes: found.length < mostListed ? [] : [`only the newest ${mostListed} are listed`],
    }
  })
}
