import type { Target } from './target/target.ts'

/** A requirement of a specification that can be checked from outside. */
export interface Rule {
  /** The requirement in one clause. */
  readonly claim: string
  /** The specification and section. */
  readonly clause: string
  /** Checks it; throws if it is violated. @throws Skip if the settings or the server do not allow the check */
  readonly run: (target: Target) => Promise<void>
}

/** Thrown if a rule cannot be checked; the message is the reason. */
export class Skip extends Error {
  override readonly name = 'Skip'
}
