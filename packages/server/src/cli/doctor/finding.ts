import type { Warning } from '../../management/apply/warning.ts'

/** One thing that a check found. */
export interface Finding {
  /** `wrong`: a standard forbids it, or it will not work; `warning`: it works, and there is a safer way. */
  readonly level: 'wrong' | 'warning'
  /** Which key, client or file. */
  readonly where: string
  readonly what: string
  readonly fix: string
  readonly clause?: string
}

/** Makes a warning of what is probably a mistake. */
export function toWarning({ where, what, fix }: Warning): Finding {
  return { level: 'warning', where, what, fix }
}
