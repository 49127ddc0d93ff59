import type { Api } from '../oauth/api.ts'
import type { ClientRegistration } from '../oauth/client.ts'

/** Where an entry came from: a configuration file, which may change and remove it, or a command, which the file leaves alone. */
export type Source = 'file' | 'command'

/** What is stored of an entry's origin. */
export interface Origin {
  readonly id: string
  readonly source: Source
  /** Fingerprint of what the file said when it was last applied. */
  readonly digest: string | undefined
}

/** An API to store. */
export interface ApiEntry {
  readonly api: Api
  readonly position: number
  readonly source: Source
  readonly digest: string | undefined
}

/** A client to store; its secret only as a hash. */
export interface ClientEntry {
  readonly registration: Omit<ClientRegistration, 'client_secret'>
  readonly secretHash: string | undefined
  readonly source: Source
  readonly digest: string | undefined
}

/** A person to store. */
export interface AccountEntry {
  readonly id: string
  readonly username: string
  readonly normalizedUsername: string
  readonly passwordHash: string | undefined
  /** OIDC claims. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly disabled: boolean
  readonly source: Source
  readonly digest: string | undefined
}

/** Writes of one transaction. */
export interface ProvisioningWrites {
  putApi(entry: ApiEntry): Promise<void>
  /** Removes an API; one of the same identifier that is added later revives no token of it. */
  removeApi(identifier: string, now: number): Promise<boolean>
  putClient(entry: ClientEntry, now: number): Promise<void>
  /** Removes a client with all its authorizations and tokens; one of the same id that is added later revives none of them. */
  removeClient(id: string, now: number): Promise<boolean>
  putAccount(entry: AccountEntry, now: number): Promise<void>
  /** Removes a person with all their sessions and keys. */
  removeAccount(normalizedUsername: string): Promise<boolean>
  setAccountDisabled(normalizedUsername: string, disabled: boolean): Promise<boolean>
  /**
   * Disables an account that the file no longer names and revokes its tokens and authorizations, so that an entry of the
   * same name revives none of them. Forgets what the file said, so that this happens once.
   */
  retireAccount(normalizedUsername: string, now: number): Promise<boolean>
  /** Gives a person a new password and ends all their sessions. */
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
}

/** Keeps clients, APIs and people as operators name them. */
export interface ProvisioningStore {
  /** Lists the origins of what came from a file, and of what is `named` whatever its origin. */
  listOrigins(kind: 'api' | 'client' | 'account', named: readonly string[]): Promise<readonly Origin[]>
  listApis(): Promise<readonly ApiEntry[]>
  listClients(): Promise<readonly ClientEntry[]>
  listAccounts(): Promise<readonly AccountEntry[]>
  findClient(id: string): Promise<ClientEntry | undefined>
  findAccount(normalizedUsername: string): Promise<AccountEntry | undefined>
  /** Runs writes in one transaction and tells every process that something changed. */
  change<T>(work: (writes: ProvisioningWrites) => Promise<T>): Promise<T>
}
