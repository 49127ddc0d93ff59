/** One thing that a check found. */
export interface Finding {
  /** `wrong`: a standard forbids it, or it will not work; `warning`: it works, and there is a safer way. */
  readonly level: 'wrong' | 'warning'
  /** Which key, client or file. */
  readonly where: string
  readonly what: string
  readonly mend: string
  readonly clause?: string
}
