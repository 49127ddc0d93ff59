/** A setting that is accepted and is probably a mistake or a risk. */
export interface Warning {
  readonly where: string
  readonly what: string
  readonly fix: string
  /** The clause of the standard that advises against it, such as `RFC 9700 §2.6`. */
  readonly clause?: string
}
