import type { Management } from '../management.ts'

/** Ends the session with a hash, or without one all sessions of an account. @returns how many ended; tokens stay valid */
export async function revokeSessions(
  accountId: string,
  hash: string | undefined,
  { store, actor }: Management,
): Promise<number> {
  return store.change((writes) => writes.endSessions(accountId, hash), actor)
}
