import type { Hash, Instant } from '../oauth/ports.ts'
import type { ClientEntry } from './ports.ts'

/** Permits the registration of clients; the token itself is stored as a hash. */
export interface InitialAccessToken {
  readonly id: string
  readonly hash: Hash<'initial_access_token'>
  readonly usesLeft: number
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

export interface InitialAccessTokenReads {
  /** Lists the tokens, the newest first. */
  listInitialAccessTokens(): Promise<readonly Omit<InitialAccessToken, 'hash'>[]>
}

export interface InitialAccessTokenWrites {
  addInitialAccessToken(token: InitialAccessToken): Promise<void>
  removeInitialAccessToken(id: string): Promise<boolean>
}

/** A client that registered itself. */
export interface DynamicClient {
  readonly entry: ClientEntry
  readonly createdAt: Instant
}

/** Keeps the clients that registered themselves. */
export interface DynamicClientStore {
  /** Checks whether an initial access token permits a registration now; this uses nothing up. */
  isInitialAccessTokenUsable(hash: Hash<'initial_access_token'>, now: Instant): Promise<boolean>
  /**
   * Stores a client, and uses up one use of the initial access token in the same transaction: of callers racing for the last
   * use exactly one gets `added`. Removes the oldest clients that never got a token and that no user authorized, if there are
   * more than `mostUnused`.
   */
  add(
    client: DynamicClient,
    options: {
      readonly registrationToken: Hash<'registration_token'>
      readonly initialToken: Hash<'initial_access_token'> | undefined
      readonly mostUnused: number
    },
  ): Promise<'added' | 'refused'>
  /** Finds the client that a registration access token belongs to. */
  find(id: string, token: Hash<'registration_token'>): Promise<DynamicClient | undefined>
  /** Replaces a registration and its token. Of two callers with the same token, exactly one succeeds. */
  replace(
    entry: ClientEntry,
    tokens: { readonly old: Hash<'registration_token'>; readonly new: Hash<'registration_token'> },
    now: Instant,
  ): Promise<boolean>
  /** Removes a client with all its authorizations and tokens. */
  remove(id: string, token: Hash<'registration_token'>, now: Instant): Promise<boolean>
  /** Removes clients that got no token since a moment and that no user authorizes; returns their ids, a bounded number. */
  removeUnused(usedBefore: Instant, now: Instant): Promise<readonly string[]>
}
