import type { ClientEntry, OriginOf, ProvisioningStore } from '../ports.ts'
import type { Removal } from './change.ts'
import { type Digest, fingerprintHash } from './entry-members.ts'

/** Whose entries a file may change. */
export interface Owner {
  /** The name under which the file's entries are remembered. */
  readonly file: string
  /** Whether entries of a release that kept no names are this file's: so for the server's own configuration. */
  readonly ownsUnnamed: boolean
}

export function isOwn({ source, file }: OriginOf, owner: Owner): boolean {
  return source === 'file' && (file === undefined ? owner.ownsUnnamed : file === owner.file)
}

/** Stored entries that a file does not name, of each kind that it mentions; undefined if it does not mention the kind. */
export interface UnnamedEntries {
  readonly api: readonly UnnamedEntry[] | undefined
  readonly client: readonly UnnamedEntry<ClientEntry>[] | undefined
  readonly account: readonly UnnamedEntry[] | undefined
}

interface UnnamedEntry<S extends OriginOf = OriginOf> {
  readonly id: string
  readonly stored: S
}

export interface RemovalOptions extends Owner {
  readonly store: Pick<ProvisioningStore, 'countUsers'>
  readonly digest: Digest
  readonly now: number
  readonly remove?: boolean | undefined
}

/**
 * Lists the entries of a file that it no longer names. Accounts are disabled rather than removed, and so are clients that
 * users have authorized: their names stay taken, and the audit log can still be read. A client that a command disabled or
 * gave a secret is disabled too: deleted, it would come back with what the file says.
 */
export async function listRemovals(unnamed: UnnamedEntries, options: RemovalOptions): Promise<readonly Removal[]> {
  const { store, digest, now, remove } = options
  const own = <S extends OriginOf>(all: readonly UnnamedEntry<S>[] = []) =>
    all.filter(({ stored }) => isOwn(stored, options))
  const active = <S extends OriginOf>(all: readonly UnnamedEntry<S>[] | undefined) =>
    own(all).filter(({ stored }) => stored.digest !== undefined)
  const clients: Removal[] = []
  // With `remove` also those that an earlier run disabled.
  for (const { id, stored } of remove ? own(unnamed.client) : active(unnamed.client)) {
    const users = await store.countUsers(id, now)
    const isKept = !remove && (users > 0 || !isAsFileSaid(stored, digest))
    clients.push({ act: isKept ? 'disable' : 'remove', kind: 'client', id, users })
  }
  return [
    ...active(unnamed.account).map(({ id }) => ({ act: 'disable', kind: 'account', id }) as const),
    ...clients,
    ...active(unnamed.api).map(({ id }) => ({ act: 'remove', kind: 'api', id }) as const),
  ]
}

/** Checks that no command disabled the client or gave it a secret; unknown if an older release recorded no lines. */
function isAsFileSaid({ registration, secretHash, lines }: ClientEntry, digest: Digest): boolean {
  if (registration.disabled || lines === undefined) return false
  return lines.hash === fingerprintHash(secretHash, digest)
}
