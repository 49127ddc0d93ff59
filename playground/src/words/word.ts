/** What a name on the wire means: one plain sentence, and the clause that defines it. */
export interface Word {
  readonly text: string
  /** Such as `RFC 6749 §4.1.1`. */
  readonly clause: string
}

/** Words by the names of the wire: `parameters.ts`, `headers.ts`, `errors.ts`, `claims.ts`. */
export type Words = Readonly<Record<string, Word>>
