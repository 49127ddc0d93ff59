import type { JsonWebKey } from 'node:crypto'
import type { Connection } from '../drive/connection.ts'
import type { Step } from '../drive/load.ts'
import type { Plan } from '../drive/plan.ts'

/** A virtual user: a connection and, if the flow involves a user, a logged-in browser. */
export interface User {
  readonly plan: Plan
  readonly connection: Connection
  readonly cookie: string
}

/** Checks after the clock has stopped what is too costly to check on every response; throws with what is wrong. */
export type Check = (context: { readonly plan: Plan; readonly keys: readonly JsonWebKey[] }) => Promise<void>

/** A way of using an authorization server whose speed is measured. */
export interface Scenario {
  readonly name: string
  /** Whether the server must offer OpenID Connect. */
  readonly needsOpenid: boolean
  /** Makes ready one user; the returned step is what is measured, and leaves a sample of its responses in `samples`. */
  prepare(user: User, samples: Check[]): Promise<Step>
}

/** Collects one response in `every`, up to `limit`. */
export function sampler(samples: Check[], every = 500, limit = 40): (check: () => Check) => void {
  let seen = 0
  return (check) => {
    if (seen++ % every === 0 && samples.length < limit) samples.push(check())
  }
}
