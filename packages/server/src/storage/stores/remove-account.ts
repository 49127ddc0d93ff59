import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'
import { endClientsOfAccount } from './session-clients.ts'

type Whose = { readonly id: string }

const listAuthorizations = statement<Whose>('remove-account/listAuthorizations')((query, gap) =>
  query.selectFrom('authorization').select('id').where('account_id', '=', gap.id),
)

const dropFamilies = statement<{ authorizationId: string }>('remove-account/dropFamilies')((query, gap) =>
  query.deleteFrom('token_family').where('authorization_id', '=', gap.authorizationId),
)

const dropInteractions = statement<Whose>('remove-account/dropInteractions')((query, gap) =>
  query.deleteFrom('interaction').where('account_id', '=', gap.id),
)

const dropMail = statement<Whose>('remove-account/dropMail')((query, gap) =>
  query.deleteFrom('mail').where('account_id', '=', gap.id),
)

/**
 * Removes an account and the rows about it, in the caller's transaction: foreign keys take some tables along, the others are
 * named here. The audit log and logout tokens to be delivered are kept. Codes and access tokens are unusable without the account
 * and stay until `createSliceSweeper` removes them: an index by account would slow down every issue.
 * @param removeRow deletes the row of the account; nothing else happens if it returns undefined
 */
export async function removeAccountRows<T>(
  connection: Connection,
  id: string,
  removeRow: () => Promise<T | undefined>,
): Promise<{ readonly row: T; readonly isQueued: boolean } | undefined> {
  const authorizations = await connection.run(listAuthorizations, { id })
  const row = await removeRow()
  if (row === undefined) return undefined
  const isQueued = await endClientsOfAccount(connection, id)
  await connection.run(dropInteractions, { id })
  await connection.run(dropMail, { id })
  for (const { id: authorizationId } of authorizations) await connection.run(dropFamilies, { authorizationId })
  return { row, isQueued }
}
