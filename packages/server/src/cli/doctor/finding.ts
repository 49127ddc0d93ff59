import type { Warning } from '../../management/apply/warning.ts'

/** A problem that a check found, as `doctor` prints it: what is wrong, where, and how to fix it. */
export interface Finding {
  /** `error`: a standard forbids it, or it does not work; `warning`: it works, but there is a safer way. */
  readonly level: 'error' | 'warning'
  /** The setting, client or file that the finding is about. */
  readonly where: string
  /** The rest of a sentence that begins with `where`. */
  readonly what: string
  readonly fix: string
  /** The clause of the standard that is violated, such as `RFC 9700 §2.6`. */
  readonly clause?: string
}

export function toWarning(warning: Warning): Finding {
  return { level: 'warning', ...warning }
}
