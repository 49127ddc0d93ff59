import type { Interactions } from '../accounts/interactions.ts'
import type { KnownPlaces } from '../accounts/known-places.ts'
import type { AccountStore, Attempts, PasswordHasher, SessionStore } from '../accounts/ports.ts'
import type { Sessions } from '../accounts/session.ts'
import type { AuthorizationFlow } from '../oauth/authorization/flow.ts'
import type { Audit, Clock, OAuthStores, OwnerKeys } from '../oauth/ports.ts'
import type { NoteProblem, Web } from './ports.ts'
import type { Render } from './render.ts'

/** What the pages are made of. */
export interface SignInOptions {
  readonly issuer: string
  readonly web: Web
  readonly accounts: AccountStore
  readonly sessions: Sessions
  readonly sessionStore: SessionStore
  readonly interactions: Interactions
  readonly ownerKeys: OwnerKeys
  readonly catalog: Pick<OAuthStores, 'findClient' | 'listApis'>
  readonly hasher: PasswordHasher
  readonly attempts: Attempts
  readonly places: KnownPlaces
  /** Names the widest network of an address that one customer of a provider has. */
  readonly siteOf: (address: string) => string
  readonly audit: Audit
  readonly clock: Clock
  readonly random: (bytes: number) => string
  readonly noteProblem: NoteProblem
  /** Seconds. */
  readonly lifetimes: { readonly accessToken: number; readonly session: number }
}

/** What a page's route is given: the options, and what was made of them. */
export interface PageContext extends SignInOptions {
  readonly flow: AuthorizationFlow
  readonly render: Render
  /** The path part of the issuer, without a slash at its end. */
  readonly base: string
  /** The origin that our own forms come from. */
  readonly origin: string
}
