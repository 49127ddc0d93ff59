import type { Leaving } from './change.ts'
import { type Digest, fingerprintHash } from './members.ts'
import type { ClientEntry, OriginOf, ProvisioningStore } from './ports.ts'

/** Whose entries a file may change. */
export interface Owner {
  /** The name under which the file's entries are remembered. */
  readonly file: string
  /** Whether entries of a release that kept no names are this file's: so for the server's own configuration. */
  readonly ownsUnnamed: boolean
}

/** Tells whether an entry belongs to a file. */
export function isOwn({ source, file }: OriginOf, owner: Owner): boolean {
  return source === 'file' && (file === undefined ? owner.ownsUnnamed : file === owner.file)
}

/** What a file does not name of each kind that it mentions. */
export interface Leavers {
  readonly api: readonly Leaver[] | undefined
  readonly client: readonly Leaver<ClientEntry>[] | undefined
  readonly account: readonly Leaver[] | undefined
}

interface Leaver<S extends OriginOf = OriginOf> {
  readonly id: string
  readonly stored: S
}

/** What listing those who leave needs. */
export interface LeavingOptions extends Owner {
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
export async function listLeaving(leavers: Leavers, options: LeavingOptions): Promise<readonly Leaving[]> {
  const { store, digest, now, remove } = options
  const own = <S extends OriginOf>(all: readonly Leaver<S>[] = []) => all.filter(({ stored }) => isOwn(stored, options))
  const active = <S extends OriginOf>(all: readonly Leaver<S>[] | undefined) =>
    own(all).filter(({ stored }) => stored.digest !== undefined)
  const clients: Leaving[] = []
  // With `remove` also those that an earlier run disabled.
  for (const { id, stored } of remove ? own(leavers.client) : active(leavers.client)) {
    const users = await store.countUsers(id, now)
    const isKept = !remove && (users > 0 || !isAsFileSaid(stored, digest))
    clients.push({ act: isKept ? 'disable' : 'remove', kind: 'client', id, users })
  }
  return [
    ...active(leavers.account).map(({ id }) => ({ act: 'disable', kind: 'account', id }) as const),
    ...clients,
    ...active(leavers.api).map(({ id }) => ({ act: 'remove', kind: 'api', id }) as const),
  ]
}

/** Checks that no command keeps somebody out by what is stored: a release that recorded no lines leaves that unknown. */
function isAsFileSaid({ registration, secretHash, lines }: ClientEntry, digest: Digest): boolean {
  if (registration.disabled || lines === undefined) return false
  return lines.hash === fingerprintHash(secretHash, digest)
}
