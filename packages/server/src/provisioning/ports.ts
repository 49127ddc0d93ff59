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
  removeApi(identifier: string): Promise<boolean>
  putClient(entry: ClientEntry, now: number): Promise<void>
  /** Removes a client with all its keys and tokens. */
  removeClient(id: string): Promise<boolean>
  putAccount(entry: AccountEntry, now: number): Promise<void>
  /** Removes a person with all their sessions and keys. */
  removeAccount(normalizedUsername: string): Promise<boolean>
  setAccountDisabled(normalizedUsername: string, disabled: boolean): Promise<boolean>
  /** Disables a person whom the file no longer names, and forgets what it said, so that this happens once. */
  retireAccount(normalizedUsername: string): Promise<boolean>
  /** Gives a person a new password and ends all their sessions. */
  setAccountPasswordHash(normalizedUsername: string, passwordHash: string): Promise<boolean>
  setClientSecretHash(id: string, secretHash: string): Promise<boolean>
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
