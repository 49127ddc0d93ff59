import { createHash } from 'node:crypto'

export interface Credentials {
  readonly passwordHash: string | undefined
  /** Changes with every other credential; undefined for none. */
  readonly version: string | undefined
}

/**
 * Returns the version of an account's credentials. It includes the password hash, so that logins in progress also fail when an
 * older release, which does not store a version, changes the password.
 */
export function credentialsVersion({ passwordHash, version }: Credentials): string {
  return createHash('sha256')
    .update(JSON.stringify([version ?? null, passwordHash ?? null]))
    .digest('base64url')
}
