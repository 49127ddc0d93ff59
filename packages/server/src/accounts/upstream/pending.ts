import type { Instant } from '@valetkey/protocol'
import type { UpstreamUser } from './provider.ts'

/** A user whom a provider identified, and who belongs to no account yet: what happens next is the user's decision. */
export interface PendingLogin {
  readonly provider: string
  readonly user: UpstreamUser
  /** Where the login leads, as the pages write it. */
  readonly destination: string
}

/** Keeps pending logins for half an hour, each bound to one browser. */
export interface PendingLogins {
  /** Returns the secret by which it is found. */
  put(login: PendingLogin, browserHash: string, now: Instant): Promise<string>
  /** Finds one, and changes nothing. */
  find(secret: string, browserHash: string, now: Instant): Promise<PendingLogin | undefined>
  /** Uses one. Of concurrent callers, exactly one gets it. */
  take(secret: string, browserHash: string, now: Instant): Promise<PendingLogin | undefined>
}
