import type { LoginAccount, UpstreamSession } from '../../accounts/ports.ts'
import type { Instant } from '../../oauth/ports.ts'

/** A login that has just succeeded. */
export interface ProvenLogin {
  readonly account: LoginAccount
  /** The methods that proved it (RFC 8176 §2). */
  readonly methods: readonly string[]
  /** How well another provider says that it identified the user, if that is believed. */
  readonly acr?: string | undefined
  /** The provider that identified the user. */
  readonly upstream?: UpstreamSession | undefined
  /** When the first of the methods did; by default now. */
  readonly authenticatedAt?: Instant | undefined
}
