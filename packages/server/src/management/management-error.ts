/** Something that is wrong with what an operator or a client asks to store. */
export interface Fault {
  /** The entry it concerns, such as `client contacts-web`; undefined where the caller knows. */
  readonly where?: string | undefined
  /** The member by its name in configuration files and registration requests, such as `redirect_uris`; undefined for the whole entry. */
  readonly option?: string | undefined
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

/** Writes a fault as a sentence: `client web: redirect_uris: http://… is not https: register an https URI (RFC 6749 §3.1.2.1)`. */
export function formatFault({ where, option, what, fix, clause }: Fault): string {
  const place = [where, option].filter((part) => part !== undefined).map((part) => `${part}: `)
  return `${place.join('')}${what}${fix === undefined ? '' : `: ${fix}`}${clause === undefined ? '' : ` (${clause})`}`
}
