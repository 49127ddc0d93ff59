import type { Api } from '../oauth/api.ts'
import type { ClientRegistration } from '../oauth/client.ts'
import type { InitialAccessTokenReads, InitialAccessTokenWrites } from './registration-ports.ts'

export type {
  DynamicClient,
  DynamicClientStore,
  InitialAccessToken,
  InitialAccessTokenReads,
  InitialAccessTokenWrites,
} from './registration-ports.ts'

/**
 * Where an entry came from: a configuration file, which may change and remove it; a command, which files leave alone; the
 * user directory of an embedding application; the client itself, which registered (RFC 7591); or the user, who signed up.
 */
export type Source = 'file' | 'command' | 'directory' | 'registration' | 'sign-up'

/**
 * The name under which a user of a directory is stored. No normalized username has an ellipsis, so a user of a directory and an
 * account of this server may have the same username.
 */
export function directoryKey(id: string): string {
  return `…${id}`
}

/** What can be an entry of a file. */
export type Kind = 'api' | 'client' | 'account'

/** What is stored of an entry's origin. */
export interface OriginOf {
  readonly source: Source
  /** The name of the file that the entry belongs to; undefined for one of a command, or of a release that kept no names. */
  readonly file?: string | undefined
  /** Fingerprint of the whole entry as its file said it when it was last applied; undefined once it left the file. */
  readonly digest: string | undefined
  /** Fingerprints of the entry's lines; undefined if a release that kept none wrote last. */
  readonly lines?: Lines | undefined
}

/** Fingerprints of an entry's lines, to find which of them the file changed. */
export interface Lines {
  readonly said: Readonly<Record<string, string>>
  /** Fingerprint of the hash that the file's password or secret became; another one in the database is by a command. */
  readonly hash?: string | undefined
  /** Set when the entry left its file and was disabled for it. */
  readonly left?: { readonly wasDisabled: boolean } | undefined
}

/** An entry's origin by its identifier. */
export interface Origin extends OriginOf {
  readonly id: string
}

/** An API to store. */
export interface ApiEntry extends OriginOf {
  readonly api: Api
  readonly position: number
}

/** A client to store; its secret as a hash, or encrypted if its authentication method needs the secret itself. */
export interface ClientEntry extends OriginOf {
  readonly registration: Omit<ClientRegistration, 'client_secret'>
  readonly secretHash: string | undefined
}

/** An account to store. */
export interface AccountEntry extends OriginOf {
  readonly id: string
  readonly username: string
  readonly normalizedUsername: string
  readonly passwordHash: string | undefined
  /** OIDC claims. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly disabled: boolean
}

/** Reads one entry by its identifier: an API's, a client's, or an account's normalized username. */
export interface EntryReads {
  findApi(identifier: string): Promise<ApiEntry | undefined>
  findClient(id: string): Promise<ClientEntry | undefined>
  findAccount(normalizedUsername: string): Promise<AccountEntry | undefined>
  findAccountById(id: string): Promise<AccountEntry | undefined>
}

/** Reads and writes of one transaction; transactions of this kind run one after another, on whatever node. */
export interface ProvisioningWrites extends EntryReads, InitialAccessTokenWrites {
  /** Stores an API. A scope that it no longer defines is removed from every authorization for good. */
  putApi(entry: ApiEntry): Promise<void>
  /** Removes an API; one of the same identifier that is added later revives no token of it. */
  removeApi(identifier: string, now: number): Promise<boolean>
  putClient(entry: ClientEntry, now: number): Promise<void>
  /** Removes a client with all its authorizations and tokens; one of the same id that is added later revives none of them. */
  removeClient(id: string, now: number): Promise<boolean>
  /** Removes a client unless a user's authorization of it is active. */
  removeUnusedClient(id: string, now: number): Promise<boolean>
  /** Disables a client that left its file and revokes its authorizations and tokens for good. */
  retireClient(id: string, now: number): Promise<boolean>
  putAccount(entry: AccountEntry, now: number): Promise<void>
  /** Notes hashes of the costs that imported passwords have: checks of passwords take as long for every user. */
  noteHashCosts(decoys: readonly string[]): Promise<void>
  /** Removes an account with every row about it, except the audit log; clients of its sessions get logout tokens. */
  removeAccount(normalizedUsername: string): Promise<boolean>
  setAccountDisabled(normalizedUsername: string, disabled: boolean): Promise<boolean>
  /** Whether the account needs a second factor at its next login. */
  setSecondFactorRequired(normalizedUsername: string, required: boolean): Promise<boolean>
  /** Disables an account that left its file, ends its sessions and revokes its authorizations for good. */
  retireAccount(normalizedUsername: string, now: number): Promise<boolean>
  /** Gives an account a new password and ends all its sessions. */
  setAccountPasswordHash(normalizedUsername: string, passwordHash: string): Promise<boolean>
  /**
   * Gives a client a new secret. The old one is refused at once, and tokens that the client got for itself until `validAfter`
   * are revoked; or the old one stays valid `until` a moment, and they stay valid too.
   */
  setClientSecretHash(
    id: string,
    secretHash: string,
    old: { readonly validAfter: number } | { readonly until: number },
  ): Promise<boolean>
  /** Revokes every token of a client that was issued until now, and its codes; authorizations stay. */
  revokeClientTokens(id: string, now: number): Promise<boolean>
  /** Revokes every token of an account that was issued until now, its codes and its sessions; authorizations stay. */
  revokeAccountTokens(normalizedUsername: string, now: number): Promise<boolean>
  /** Revokes one authorization, or those of an account, of a client, or of both together, with all their tokens; returns how many. */
  revokeAuthorizations(whose: WhoseAuthorizations, now: number): Promise<number>
  /** Ends the sessions of an account, or the one of a hash; returns how many. */
  endSessions(accountId: string, hash?: string): Promise<number>
  /** Revokes every token, session and authorization of the server that was issued until now; returns the moment. */
  revokeAll(now: number): Promise<number>
  /** Stores the origin alone: nothing else of the entry changes. */
  putOrigin(kind: Kind, origin: Origin): Promise<void>
}

/** Which authorizations are meant. */
export type WhoseAuthorizations =
  | { readonly id: string }
  | { readonly accountId?: string | undefined; readonly clientId?: string | undefined }

/** Keeps clients, APIs and accounts as operators name them. */
export interface ProvisioningStore extends Omit<EntryReads, 'findApi'>, InitialAccessTokenReads {
  /** Lists what came from a file, and what is `named` whatever its origin. */
  listFromFiles(kind: 'client', named: readonly string[]): Promise<readonly ClientEntry[]>
  listFromFiles(kind: 'account', named: readonly string[]): Promise<readonly AccountEntry[]>
  listApis(): Promise<readonly ApiEntry[]>
  listClients(): Promise<readonly ClientEntry[]>
  listAccounts(): Promise<readonly AccountEntry[]>
  /** Counts the users who have an active authorization of a client. */
  countUsers(clientId: string, now: number): Promise<number>
  /**
   * Runs reads and writes in one transaction, and lets every process know that something changed. The audit log names the
   * actor, or without one the actor that the store was created for.
   */
  change<T>(work: (writes: ProvisioningWrites) => Promise<T>, actor?: string): Promise<T>
  /**
   * Removes authorizations of an account or a client in short transactions, until few enough are left for one `change`. The
   * first transaction also runs `end`, which must make all of them unusable. Does nothing if there are few.
   */
  shrink(
    owner:
      | { readonly accountId: string; readonly clientId?: undefined }
      | { readonly clientId: string; readonly accountId?: undefined },
    end: (writes: ProvisioningWrites) => Promise<unknown>,
    actor?: string,
  ): Promise<void>
}
