import type { Target } from './target/target.ts'

/** One thing that a standard says, as it shows from outside. */
export interface Rule {
  /** What must hold, in a sentence. */
  readonly claim: string
  /** Where it is written. */
  readonly clause: string
  /** Tries it; throws where it does not hold. @throws Skip where the settings or the server leave nothing to try */
  readonly run: (target: Target) => Promise<void>
}

/** Says why a rule could not be tried. */
export class Skip extends Error {
  override readonly name = 'Skip'
}
