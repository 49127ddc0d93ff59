import type { Management } from '../management.ts'
import { ManagementError } from '../management-error.ts'

/** Removes an initial access token; clients that registered with it stay. @throws ManagementError if it does not exist */
export async function removeRegistrationToken(
  id: string,
  { store, actor }: Pick<Management, 'store' | 'actor'>,
): Promise<void> {
  if (await store.change((writes) => writes.removeInitialAccessToken(id), actor)) return
  const known = (await store.listInitialAccessTokens()).map((one) => one.id).join(', ') || 'none'
  throw new ManagementError('unknown', [{ what: `registration token ${id} does not exist; known: ${known}` }])
}
