import type { AccountConfig, ApiConfig, ClientConfig } from '../config/schema.ts'
import type { AccountEntry, ApiEntry, ClientEntry, Kind, Lines, OriginOf } from './ports.ts'

/** An entry as what it says line by line; secrets are in it where a file says them. */
export type Members = Readonly<Record<string, unknown>>

/** The member that a command sets to a hash: nothing but a changed line of the file may set it again. */
export const secretMember = { api: undefined, client: 'client_secret', account: 'password' } as const

/** Lists what a file says of an API; its place among the others counts as a line. */
export function membersOfApi(entry: ApiConfig, position: number): Members {
  return known({ ...entry, position })
}

/** Lists what a file says of a client. */
export function membersOfClient({ client_secret, client_secret_hash: hash, ...rest }: ClientConfig): Members {
  return known({ ...rest, client_secret: client_secret ?? hashed(hash) })
}

/** Lists what a file says of an account. */
export function membersOfAccount({ password, password_hash: hash, ...rest }: AccountConfig): Members {
  return known({ ...rest, password: password ?? hashed(hash) })
}

/** Lists what is stored of an API, without its origin. */
export function storedApi({ api, position }: ApiEntry): Members {
  return known({ ...api, position })
}

/** Lists what is stored of a client but its secret. */
export function storedClient({ registration }: ClientEntry): Members {
  return known({ ...registration, disabled: registration.disabled ?? false })
}

/** Lists what is stored of an account but its password. */
export function storedAccount({ username, claims, disabled }: AccountEntry): Members {
  return known({ ...claims, username, disabled })
}

function hashed(hash: string | undefined): object | undefined {
  return hash === undefined ? undefined : { hash }
}

function known(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** Makes fingerprints: keyed, since secrets are among what they are of. */
export type Digest = (text: string) => string

/** Fingerprints an entry line by line. That of one entry says nothing of another's: the identifier is in it. */
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

/** Tells whether the file changed a line since it was last applied, so that it is written over what the database holds. */
export type IsTouched = (name: string) => boolean

/** The lines that commands change to keep somebody out. */
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

/** Takes from the file what it changed, and from the database the rest. */
export function mergeMembers(stored: Members, wanted: Members, isTouched: IsTouched): Members {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(stored)])]
  return known(Object.fromEntries(names.map((name) => [name, (isTouched(name) ? wanted : stored)[name]])))
}

/** Lists the lines that differ from what the database holds and are left as they are there, since the file did not change them. */
export function findKept(stored: Members, wanted: Members, isTouched: IsTouched): readonly string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(stored)])]
  return names.filter((name) => !isTouched(name) && !isSameMember(name, stored, wanted))
}

/** Tells whether a member has the same value on both sides; what does not say that it is disabled is not. */
export function isSameMember(name: string, a: Members, b: Members): boolean {
  const [one, other] = [a[name], b[name]]
  return name === 'disabled' ? (one ?? false) === (other ?? false) : JSON.stringify(one) === JSON.stringify(other)
}
