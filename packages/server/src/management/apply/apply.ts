import type { PasswordHasher } from '../../accounts/ports.ts'
import { normalizeUsername } from '../../accounts/username.ts'
import type { AccountConfig, ApiConfig, ClientConfig } from '../../config/schema.ts'
import type { Api } from '../../oauth/api.ts'
import { isSealedSecret, type Seal } from '../../oauth/client-authentication/sealed-secret.ts'
import type { Features } from '../../oauth/features.ts'
import { keepsSecret, type SecretStorage, storeClientSecret } from '../clients/store-client-secret.ts'
import type { AccountEntry, ClientEntry, OriginOf, ProvisioningStore, ProvisioningWrites } from '../ports.ts'
import { type Change, isRemoval, type PutAccount, type PutApi, type PutClient, type Removal } from './change.ts'
import {
  type Digest,
  fingerprintHash,
  type Members,
  mergeMembers,
  storedAccount,
  storedApi,
  storedClient,
} from './entry-members.ts'

export interface ApplyOptions {
  readonly store: ProvisioningStore
  readonly features: Features
  readonly hasher: PasswordHasher
  readonly seal: Seal['seal']
  readonly random: (bytes: number) => string
  readonly digest: Digest
  readonly now: number
  /** Recorded in the audit log; left out, the actor of the process that opened the store. */
  readonly actor?: string | undefined
}

/** How many passwords are hashed at a time; the hasher lets no more than a few hundred wait. */
const hashedAtOnce = 2

/** Makes the changes of a plan, all of them or none. Passwords and secrets are hashed before the transaction begins. */
export async function apply(changes: readonly Change[], options: ApplyOptions): Promise<void> {
  if (changes.length === 0) return
  const writes: Write[] = []
  for (let at = 0; at < changes.length; at += hashedAtOnce) {
    writes.push(...(await Promise.all(changes.slice(at, at + hashedAtOnce).map((one) => prepare(one, options)))))
  }
  await options.store.change(async (store) => {
    for (const write of writes) await write(store)
  }, options.actor)
}

type Write = (store: ProvisioningWrites) => Promise<unknown>

async function prepare(change: Change, options: ApplyOptions): Promise<Write> {
  if (isRemoval(change)) return (store) => removeOrDisable(change, store, options.now)
  if (change.act === 'note') {
    const { kind, id, origin } = change
    return (store) => store.putOrigin(kind, { id, ...origin })
  }
  if (change.kind === 'api') return (store) => putApi(change, store)
  if (change.kind === 'client') return prepareClient(change, options)
  return prepareAccount(change, options)
}

async function removeOrDisable(
  { act, kind, id, users }: Removal,
  store: ProvisioningWrites,
  now: number,
): Promise<void> {
  if (kind === 'api') await store.removeApi(id, now)
  else if (kind === 'account') await store.retireAccount(id, now)
  else if (act === 'disable') await store.retireClient(id, now)
  // A user may have authorized it since the plan was made, which did not see that.
  else if (users === 0) (await store.removeUnusedClient(id, now)) || (await store.retireClient(id, now))
  else await store.removeClient(id, now)
}

async function putApi({ id, entry, wanted, position, isTouched, origin }: PutApi, store: ProvisioningWrites) {
  const found = await store.findApi(id)
  if (isApplied(found, origin)) return
  const merged = found === undefined ? wanted : mergeMembers(storedApi(found), wanted, isTouched)
  const { position: place, ...api } = { ...merged, position: Number(merged.position ?? position) }
  await store.putApi({ api: found === undefined ? toApi(entry) : (api as unknown as Api), position: place, ...origin }) // both sides were APIs
}

async function prepareClient(change: PutClient, options: ApplyOptions): Promise<Write> {
  const { id, entry, wanted, isTouched, origin } = change
  const { digest, features, now } = options
  const isSealed = change.stored?.secretHash !== undefined && isSealedSecret(change.stored.secretHash)
  // With another authentication method the same secret may have to be stored in another form.
  const isSecretWritten = isTouched('client_secret') || isSealed !== keepsSecret(entry, features)
  const secretHash = isSecretWritten ? await toSecretHash(entry, options) : undefined
  return async (store) => {
    const found = await store.findClient(id)
    if (isApplied(found, origin)) return
    const stored = found === undefined ? {} : storedClient(found)
    const members: Members = { ...mergeMembers(stored, wanted, isTouched), ...withDisabled(found, stored, change) }
    const { client_secret: _, ...registration } = members
    const hash = isSecretWritten ? secretHash : found?.secretHash
    const written = isSecretWritten ? secretHash : undefined
    await store.putClient(
      {
        registration: registration as unknown as ClientEntry['registration'], // both sides were registrations
        secretHash: hash,
        ...withHash(origin, written, digest),
      },
      now,
    )
  }
}

async function prepareAccount(change: PutAccount, options: ApplyOptions): Promise<Write> {
  const { id, entry, wanted, isTouched, origin } = change
  const { hasher, random, digest, now } = options
  const given = isTouched('password') ? await toPasswordHash(entry, hasher) : undefined
  const newId = random(16)
  return async (store) => {
    const found = await store.findAccount(id)
    if (isApplied(found, origin)) return
    const stored = found === undefined ? {} : storedAccount(found)
    // A release before did not revoke what an account had allowed when it left its file.
    if (found !== undefined && hasLeft(found) && found.lines?.left === undefined) await store.retireAccount(id, now)
    const members: Members = { ...mergeMembers(stored, wanted, isTouched), ...withDisabled(found, stored, change) }
    const { username, password: _, disabled, ...claims } = members
    await store.putAccount(
      {
        id: found?.id ?? newId,
        username: String(username),
        normalizedUsername: id,
        passwordHash: given ?? found?.passwordHash,
        claims,
        disabled: disabled === true,
        ...withHash(origin, given, digest),
      },
      now,
    )
    // Somebody else may be logged in as this user: that ends with the old password (ASVS 5.0 §7.4.2, §7.4.3).
    if (found !== undefined && given !== undefined) await store.setAccountPasswordHash(id, given)
    if (found !== undefined && disabled === true && !found.disabled) await store.setAccountDisabled(id, true)
  }
}

/** Another node that started at the same moment may have applied the same file. */
function isApplied(found: OriginOf | undefined, { digest, file }: OriginOf): boolean {
  return found?.digest === digest && found?.file === file && found?.lines !== undefined
}

function withHash(origin: OriginOf, written: string | undefined, digest: Digest): OriginOf {
  if (written === undefined || origin.lines === undefined) return origin
  return { ...origin, lines: { ...origin.lines, hash: fingerprintHash(written, digest) } }
}

/** An entry that is back in its file is disabled if it was before it left, unless the file sets `disabled` again. */
function withDisabled(
  found: ClientEntry | AccountEntry | undefined,
  stored: Readonly<Record<string, unknown>>,
  { isTouched }: PutClient | PutAccount,
): { readonly disabled?: true | undefined } {
  if (found === undefined || isTouched('disabled')) return {}
  const wasDisabled = hasLeft(found) ? (found.lines?.left?.wasDisabled ?? false) : stored.disabled === true
  return { disabled: wasDisabled ? true : undefined }
}

function hasLeft({ source, digest }: OriginOf): boolean {
  return source === 'file' && digest === undefined
}

/** Maps an API of a file to an API. */
export function toApi(entry: ApiConfig): Api {
  return { ...entry, accessTokenLifetime: entry.accessTokenLifetime }
}

/** Maps a client to what is stored: its secret as `storeClientSecret` says. */
export async function toClientEntry(
  entry: ClientConfig,
  origin: OriginOf,
  storage: SecretStorage,
): Promise<ClientEntry> {
  const { client_secret: _, client_secret_hash: __, ...registration } = entry
  const secretHash = await toSecretHash(entry, storage)
  return { registration: registration as ClientEntry['registration'], secretHash, ...origin } // undefined members are not stored
}

async function toSecretHash(entry: ClientConfig, storage: SecretStorage): Promise<string | undefined> {
  const { client_secret: secret, client_secret_hash: hash } = entry
  return secret === undefined ? hash : storeClientSecret(entry, secret, storage)
}

async function toPasswordHash(
  { password, password_hash: hash }: AccountConfig,
  hasher: Pick<PasswordHasher, 'hash'>,
): Promise<string | undefined> {
  return password === undefined ? hash : hasher.hash(password)
}

/** Maps an account to what is stored; the id is new and only used if the name is. */
export async function toAccountEntry(
  entry: AccountConfig,
  origin: OriginOf,
  { hasher, random }: { readonly hasher: Pick<PasswordHasher, 'hash'>; readonly random: ApplyOptions['random'] },
): Promise<AccountEntry> {
  const { username, password: _, password_hash: __, disabled, claims: further, ...standard } = entry
  return {
    id: random(16),
    username,
    normalizedUsername: normalizeUsername(username),
    passwordHash: await toPasswordHash(entry, hasher),
    claims: { ...further, ...standard },
    disabled: disabled ?? false,
    ...origin,
  }
}

/** The origin of entries that a command adds. */
export const byCommand: OriginOf = { source: 'command', digest: undefined }
