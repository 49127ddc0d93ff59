import type { Run } from '../flows/flow.ts'
import type { Answer, Draft, Explanation } from '../wire/exchange.ts'

/**
 * One thing that is done wrong on purpose, such as a code used twice: one file each, and a line in `index.ts`. An attack is
 * a fault whose sender is the attacker.
 */
export interface Fault {
  readonly name: string
  /** What the button says, such as `Use the code twice`. */
  readonly title: string
  /** What is done, in one plain sentence. */
  readonly text: string
  readonly kind: 'fault' | 'attack'
  /** The steps it can be done at, as `flow/step` or `step`. */
  readonly at: readonly string[]
  /** What an attack tries to steal. */
  readonly steals?: 'code' | 'access-token' | 'refresh-token'
  /** Changes the request. Undefined in a run that lacks what it needs. */
  readonly change: (draft: Draft, run: Run) => Draft | undefined
  /** Changes the answer on its way to the client, such as a state that another page forged. */
  readonly changeAnswer?: (answer: Answer) => Answer
  /** Requests to send first, such as the honest use of a code. Their answers count as the run's. */
  readonly honestFirst?: true
  /** Seconds to wait before sending, such as for a token to expire. */
  readonly wait?: (run: Run) => number
  /** Why it was refused, from what was sent and what came back. */
  readonly explain: (sent: Draft, answer: Answer, run: Run) => Explanation
}
