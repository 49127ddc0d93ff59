/** Something that is accepted as it is written and is probably a mistake. */
export interface Warning {
  readonly where: string
  readonly what: string
  readonly fix: string
}
