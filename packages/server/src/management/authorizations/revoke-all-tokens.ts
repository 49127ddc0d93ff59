import type { Management } from '../management.ts'

/**
 * Revokes every token, code, session and authorization of the server that was issued until now. Users sign in and consent again.
 * @returns the moment until which everything is revoked
 */
export async function revokeAllTokens({ store, now, actor }: Management): Promise<number> {
  return store.change((writes) => writes.revokeAll(now), actor)
}
