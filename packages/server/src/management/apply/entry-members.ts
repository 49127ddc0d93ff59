import type { AccountConfig, ApiConfig, ClientConfig } from '../../config/schema.ts'
import type { AccountEntry, ApiEntry, ClientEntry, Kind, Lines, OriginOf } from '../ports.ts'

/** An entry's members by name; secrets are among them if a file gives them. */
export type Members = Readonly<Record<string, unknown>>

/** The member whose hash a command may replace: only a changed line of the file sets it again. */
export const secretMember = { api: undefined, client: 'client_secret', account: 'password' } as const

/** Lists the members that a file gives an API; its position among the others counts as one. */
export function membersOfApi(entry: ApiConfig, position: number): Members {
  return known({ ...entry, position })
}

export function membersOfClient({ client_secret, client_secret_hash: hash, ...rest }: ClientConfig): Members {
  return known({ ...rest, client_secret: client_secret ?? hashed(hash) })
}

/** Further claims are lines like the others: each stays as a command set it until its own line changes. */
export function membersOfAccount({ password, password_hash: hash, claims, ...rest }: AccountConfig): Members {
  return known({ ...claims, ...rest, password: password ?? hashed(hash) })
}

export function storedApi({ api, position }: ApiEntry): Members {
  return known({ ...api, position })
}

/** Lists the stored members of a client, without its secret. */
export function storedClient({ registration }: ClientEntry): Members {
  return known({ ...registration, disabled: registration.disabled ?? false })
}

/** Lists the stored members of an account, without its password. */
export function storedAccount({ username, claims, disabled }: AccountEntry): Members {
  return known({ ...claims, username, disabled })
}

function hashed(hash: string | undefined): object | undefined {
  return hash === undefined ? undefined : { hash }
}

function known(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** Computes keyed fingerprints, since secrets are among the values. */
export type Digest = (text: string) => string

/** Fingerprints each member of an entry. The identifier is included, so that equal values of two entries do not show. */
export function fingerprintLines(kind: Kind, id: string, members: Members, digest: Digest): Lines['said'] {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [
      name,
      digest(JSON.stringify([kind, id, name, value])).slice(0, 22),
    ]),
  )
}

/** Fingerprints a stored hash, to find later whether a command has set another. */
export function fingerprintHash(hash: string | undefined, digest: Digest): string | undefined {
  return hash === undefined ? undefined : digest(JSON.stringify(['hash', hash])).slice(0, 22)
}

/** Returns whether the file changed a member since it was last applied, so that it overwrites the database. */
export type IsTouched = (name: string) => boolean

/** The members that commands change to block a login or a client. */
const guarded = (name: string) => name === 'disabled' || Object.values(secretMember).some((one) => one === name)

/** Compares a file's lines with those it had when it was last applied. */
export function findTouched(kind: Kind, said: Lines['said'], wanted: Members, stored: OriginOf | undefined): IsTouched {
  if (stored === undefined) return () => true
  const { lines, digest } = stored
  if (lines !== undefined) return (name) => lines.said[name] !== said[name]
  // An older release kept one fingerprint for the whole entry: which line changed is unknown, and nothing is undone.
  if (digest !== undefined) return (name) => !guarded(name) || (name === 'disabled' && wanted.disabled === true)
  // What a command made is taken over as the file says it; only a line of its own enables it or replaces its password.
  return (name) => (name === 'disabled' || (kind === 'account' && name === 'password') ? name in wanted : true)
}

/** Takes changed members from the file and the others from the database. */
export function mergeMembers(stored: Members, wanted: Members, isTouched: IsTouched): Members {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(stored)])]
  return known(Object.fromEntries(names.map((name) => [name, (isTouched(name) ? wanted : stored)[name]])))
}

/** Lists the members that differ from the database and keep their stored value, since the file did not change them. */
export function findKept(stored: Members, wanted: Members, isTouched: IsTouched): readonly string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(stored)])]
  return names.filter((name) => !isTouched(name) && !isSameMember(name, stored, wanted))
}

/** Compares a member of both sides; without `disabled` an entry is not disabled. */
export function isSameMember(name: string, a: Members, b: Members): boolean {
  const [one, other] = [a[name], b[name]]
  return name === 'disabled' ? (one ?? false) === (other ?? false) : JSON.stringify(one) === JSON.stringify(other)
}
