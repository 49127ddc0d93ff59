/** A user of an export. */
export interface ImportedAccount {
  /** The id at the other server, which apps know the user by; it is kept. */
  readonly id: string | undefined
  readonly username: string
  /** In the form that is stored. */
  readonly passwordHash: string | undefined
  readonly disabled: boolean
  /** Those of OpenID Connect Core §5.1. */
  readonly claims: Readonly<Record<string, unknown>>
  /** Others; clients get them where the configuration declares claims of these names. */
  readonly further?: Readonly<Record<string, unknown>> | undefined
  /** What the export has of the user that is not taken over, such as `roles`. */
  readonly left: readonly string[]
}

/** The exports of one product. */
export interface ImportSource {
  readonly name: string
  /** The member of the file that lists the users; undefined for one user a line. */
  readonly member: string | undefined
  /** Reads one user; @throws TypeError with a sentence if it is none */
  read(user: Members): ImportedAccount
}

export type Members = Readonly<Record<string, unknown>>

/** Whether a value is an object with members. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member that is a text and not empty. */
export function textOf(members: Members, name: string): string | undefined {
  const value = members[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** Claims without those that are undefined. */
export function claimsOf(claims: Members): Members {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
}

/** Names the members that hold something. */
export function heldOf(members: Members, names: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(names).flatMap(([member, name]) => {
    const value = members[member]
    const isEmpty =
      value === undefined ||
      value === null ||
      value === false ||
      value === '' ||
      (typeof value === 'object' && Object.keys(value).length === 0)
    return isEmpty ? [] : [name]
  })
}

/** Reads base64 in either alphabet. @throws TypeError */
export function base64Of(text: unknown, what: string): Buffer {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/_=-]+$/.test(text.trim())) throw new TypeError(`${what} is not base64`)
  return Buffer.from(text.trim().replaceAll('-', '+').replaceAll('_', '/'), 'base64')
}
