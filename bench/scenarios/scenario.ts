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

/** Checks, after the measurement, what is too expensive to check on every response. @throws Error naming the failed check */
export type Check = (context: { readonly plan: Plan; readonly keys: readonly JsonWebKey[] }) => Promise<void>

/** A measured use of an authorization server. */
export interface Scenario {
  readonly name: string
  /** Whether the server must offer OpenID Connect. */
  readonly needsOpenid: boolean
  /** Prepares one user; the returned step is measured, and adds a sample of its responses to `samples`. */
  prepare(user: User, samples: Check[]): Promise<Step>
}

/** Collects one response in `every`, up to `limit`. */
export function sampler(samples: Check[], every = 500, limit = 40): (check: () => Check) => void {
  let seen = 0
  return (check) => {
    if (seen++ % every === 0 && samples.length < limit) samples.push(check())
  }
}
