import type { Run, Settings, Values } from '../flows/flow.ts'
import type { Answer, Draft, Explanation } from '../wire/exchange.ts'

/** One more request of a fault that sends several. */
export interface Scene {
  readonly from: 'client' | 'attacker'
  readonly title: string
  /** Makes the request from the honest one and from what the attacker has received so far. */
  readonly change: (honest: Draft, run: Run, loot: Values) => Draft
  readonly explain: (sent: Draft, answer: Answer, run: Run) => Explanation
}

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
  /** Sends the honest request first, such as the first use of a code. */
  readonly honestFirst?: true
  /** Requests that come before the changed one, and after it. The client's answers count as the run's. */
  readonly before?: readonly Scene[]
  readonly after?: readonly Scene[]
  /** The client itself sends the changed request of an attack, and so notices it. */
  readonly sentByClient?: true
  /** It works, and the explanation says why and until when. */
  readonly mayWork?: true
  /** Other settings that it needs, such as an API with short tokens: the steps so far are sent again with them. */
  readonly withSettings?: (settings: Settings) => Settings
  /** Seconds to wait before sending, such as for a token to expire. */
  readonly wait?: (run: Run) => number
  /** Why it was refused, from what was sent and what came back. */
  readonly explain: (sent: Draft, answer: Answer, run: Run) => Explanation
}
