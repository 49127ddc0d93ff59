import { HasherBusy, type PasswordHasher } from '../ports.ts'

/** Hashes a password; after how many seconds to try again, if too many passwords wait. */
export async function hashOrSayBusy(password: string, hasher: Pick<PasswordHasher, 'hash'>): Promise<string | number> {
  try {
    return await hasher.hash(password)
  } catch (cause) {
    if (cause instanceof HasherBusy) return cause.retryAfterSeconds
    throw cause
  }
}
