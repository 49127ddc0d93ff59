/** Something that is wrong with what an operator or a client asks to store. */
export interface Fault {
  /** The entry it concerns, such as `client contacts-web`; undefined if the caller knows. */
  readonly where?: string | undefined
  /** The member by its name in configuration files and registration requests, and the key within it; undefined for the whole entry. */
  readonly option?: readonly string[] | undefined
  /** A sentence that names the member. */
  readonly what: string
  /** What to do about it. */
  readonly fix?: string | undefined
  /** The clause that requires it, such as `RFC 6749 §3.1.2.2`. */
  readonly clause?: string | undefined
}

/** `invalid`: a value is not allowed; `unknown`: there is no such entry; `conflict`: the entry exists, or its state forbids the act. */
export type ManagementErrorCode = 'invalid' | 'unknown' | 'conflict'

/** Refuses what an operator asks for. Nothing was changed. The message has a line for each fault. */
export class ManagementError extends Error {
  override readonly name = 'ManagementError'
  readonly code: ManagementErrorCode
  readonly faults: readonly Fault[]

  constructor(code: ManagementErrorCode, faults: readonly Fault[]) {
    super(faults.map(formatFault).join('\n'))
    this.code = code
    this.faults = faults
  }
}

/** Writes a fault as a sentence: `web: redirect_uris is missing: the implicit grant needs one (RFC 6749 §3.1.2.2)`. */
export function formatFault({ where, what, fix, clause }: Fault): string {
  const place = where === undefined ? '' : `${where}: `
  return `${place}${what}${fix === undefined ? '' : `; ${fix}`}${clause === undefined ? '' : ` (${clause})`}`
}
