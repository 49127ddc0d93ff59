import { revokeAuthorizations as revoke } from '../../management/authorizations/revoke-authorizations.ts'
import { countHeld } from '../../storage/stores/held-counts.ts'
import type { RemoveOptions } from '../command.ts'
import { confirm } from '../confirm.ts'
import type { Outcome } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'
import { findWhose, type WhoseOptions } from './list.ts'

export interface RevokeAuthorizationsOptions extends RemoveOptions, WhoseOptions {}

/** @throws ManagementError, UsageError; Refused if it is not confirmed */
export async function revokeAuthorizations(
  id: string | undefined,
  { yes = false, ...options }: RevokeAuthorizationsOptions,
): Promise<Outcome> {
  const isForAll = options.account !== undefined || options.client !== undefined
  if ((id === undefined) !== isForAll)
    throw new UsageError('give the id of an authorization, or --account, --client or both')
  return withDatabase(options, 'refuse', async (context) => {
    const { database, provisioning: store, now } = context
    const whose = id === undefined ? await findWhose(options, context) : { id }
    if (!('id' in whose)) {
      // There is no count for the combination of account and client.
      const either = whose.accountId === undefined || whose.clientId === undefined
      const held = either
        ? `${(await countHeld(database, { accountId: whose.accountId, clientId: whose.clientId }, now)).authorizations} authorizations`
        : 'the authorizations'
      const of = [options.account && `account ${options.account}`, options.client && `client ${options.client}`]
      await confirm(`revoke ${held} of ${of.filter(Boolean).join(' and ')}`, yes)
    }
    const count = await revoke(whose, { store, now })
    return {
      text: `revoked ${count} authorization${count === 1 ? '' : 's'} with all their tokens`,
      data: { revoked: { authorizations: count } },
    }
  })
}
