import { createHash } from 'node:crypto'

export interface Credentials {
  readonly passwordHash: string | undefined
  /** Changes with every other credential; undefined for none. */
  readonly version: string | undefined
}

/**
 * Returns the version of an account's credentials. The password's hash is part of it: a release that knows no version changes
 * only the hash, and ends logins under way by that.
 */
export function credentialsVersion({ passwordHash, version }: Credentials): string {
  return createHash('sha256')
    .update(JSON.stringify([version ?? null, passwordHash ?? null]))
    .digest('base64url')
}
