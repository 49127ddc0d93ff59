import type { PasswordHasher } from '../accounts/ports.ts'
import { normalizeUsername } from '../accounts/username.ts'
import type { AccountConfig, ApiConfig, ClientConfig } from '../config/schema.ts'
import type { Api } from '../oauth/api.ts'
import { hashGeneratedSecret } from '../oauth/client-authentication/client-secrets.ts'
import { isRandomSecret } from '../oauth/client-authentication/random-secret.ts'
import type { Change } from './plan.ts'
import type { AccountEntry, ClientEntry, ProvisioningStore, ProvisioningWrites, Source } from './ports.ts'

/** What applying needs. */
export interface ApplyOptions {
  readonly store: ProvisioningStore
  readonly hasher: PasswordHasher
  readonly random: (bytes: number) => string
  readonly now: number
}

/** Makes the changes of a plan, all of them or none. Secrets are hashed before the transaction begins. */
export async function apply(changes: readonly Change[], options: ApplyOptions): Promise<void> {
  if (changes.length === 0) return
  const writes: Write[] = []
  // One after another: the hasher lets no more than a few hundred passwords wait.
  for (const change of changes) writes.push(await prepare(change, options))
  await options.store.change(async (store) => {
    for (const write of writes) await write(store)
  })
}

type Write = (store: ProvisioningWrites) => Promise<unknown>

async function prepare(change: Change, options: ApplyOptions): Promise<Write> {
  const { now } = options
  if (change.act === 'remove') {
    const { id, kind } = change
    if (kind === 'api') return (store) => store.removeApi(id, now)
    if (kind === 'client') return (store) => store.removeClient(id, now)
    // People are not thrown away with a line of a file: their keys die, their name stays taken.
    return (store) => store.retireAccount(id, now)
  }
  const { digest } = change
  if (change.kind === 'api') {
    const { entry, position } = change
    return (store) => store.putApi({ api: toApi(entry), position, source: 'file', digest })
  }
  if (change.kind === 'client') {
    const entry = await toClientEntry(change.entry, 'file', digest, options.hasher)
    return (store) => store.putClient(entry, now)
  }
  const entry = await toAccountEntry(change.entry, 'file', digest, options)
  if (change.act === 'add') return (store) => store.putAccount(entry, now)
  const hasNewPassword = await isNewPassword(change.entry, entry.normalizedUsername, options)
  return async (store) => {
    await store.putAccount(entry, now)
    // Somebody else may be logged in as this person: that ends with the old password (ASVS 5.0 §7.4.2, §7.4.3).
    if (hasNewPassword && entry.passwordHash !== undefined)
      await store.setAccountPasswordHash(entry.normalizedUsername, entry.passwordHash)
    if (entry.disabled) await store.setAccountDisabled(entry.normalizedUsername, true)
  }
}

async function isNewPassword(
  { password, password_hash }: AccountConfig,
  username: string,
  { store, hasher }: Pick<ApplyOptions, 'store' | 'hasher'>,
): Promise<boolean> {
  const stored = await store.findAccount(username)
  if (password === undefined) return stored?.passwordHash !== password_hash
  return !(await hasher.verify(stored?.passwordHash, password))
}

/** Maps an API of a file to an API. */
export function toApi(entry: ApiConfig): Api {
  return { ...entry, accessTokenLifetime: entry.accessTokenLifetime }
}

/** Maps a client of a file to what is stored: its secret hashed, fast where it is random and slowly where it is not. */
export async function toClientEntry(
  { client_secret, ...registration }: ClientConfig,
  source: Source,
  digest: string | undefined,
  hasher: PasswordHasher,
): Promise<ClientEntry> {
  const secretHash = client_secret === undefined ? undefined : await hashClientSecret(client_secret, hasher)
  return { registration: registration as ClientEntry['registration'], secretHash, source, digest } // undefined members are not stored
}

/** Hashes a client's secret: one of 256 random bits needs no slow hash. */
export async function hashClientSecret(secret: string, hasher: PasswordHasher): Promise<string> {
  return isRandomSecret(secret) ? hashGeneratedSecret(secret) : hasher.hash(secret)
}

/** Maps a person of a file to what is stored; the id is new and only used where the name is. */
export async function toAccountEntry(
  { username, password, password_hash, disabled, ...claims }: AccountConfig,
  source: Source,
  digest: string | undefined,
  { hasher, random }: Pick<ApplyOptions, 'hasher' | 'random'>,
): Promise<AccountEntry> {
  const passwordHash = password === undefined ? password_hash : await hasher.hash(password)
  const normalizedUsername = normalizeUsername(username)
  const id = random(16)
  return { id, username, normalizedUsername, passwordHash, claims, disabled: disabled ?? false, source, digest }
}
