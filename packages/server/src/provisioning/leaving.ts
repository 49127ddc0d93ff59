import type { Leaving } from './change.ts'
import type { Kind, OriginOf, ProvisioningStore } from './ports.ts'

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
export type Leavers = {
  readonly [K in Kind]: readonly { readonly id: string; readonly stored: OriginOf }[] | undefined
}

/** What listing those who leave needs. */
export interface LeavingOptions extends Owner {
  readonly store: Pick<ProvisioningStore, 'countUsers'>
  readonly now: number
  readonly remove?: boolean | undefined
}

/**
 * Lists the entries of a file that it no longer names. Accounts are disabled rather than removed, and so are clients that
 * users have authorized: their names stay taken, and the audit log can still be read.
 */
export async function listLeaving(leavers: Leavers, options: LeavingOptions): Promise<readonly Leaving[]> {
  const { store, now, remove } = options
  const own = (kind: Kind) => (leavers[kind] ?? []).filter(({ stored }) => isOwn(stored, options))
  const active = (kind: Kind) => own(kind).filter(({ stored }) => stored.digest !== undefined)
  const clients: Leaving[] = []
  // With `remove` also those that an earlier run disabled.
  for (const { id } of remove ? own('client') : active('client')) {
    const users = await store.countUsers(id, now)
    clients.push({ act: users > 0 && !remove ? 'disable' : 'remove', kind: 'client', id, users })
  }
  return [
    ...active('account').map(({ id }) => ({ act: 'disable', kind: 'account', id }) as const),
    ...clients,
    ...active('api').map(({ id }) => ({ act: 'remove', kind: 'api', id }) as const),
  ]
}
