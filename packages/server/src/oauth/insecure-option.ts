import type { Client } from './client.ts'

/** What OAuth 2.1 forbids and an operator may allow one client. The grant, response type or check that needs it describes it. */
export interface InsecureOption {
  /** The key in a client's `dangerously`, in camel case: `allowPassword`. */
  readonly option: string
  /** The clause that forbids it, such as `RFC 9700 §2.4`. */
  readonly clause: string
  /** What it costs, in one clause without a full stop: for the documentation, `--help` and `doctor`. */
  readonly cost: string
  /** What to do instead, as an imperative: for `doctor`. */
  readonly instead: string
  /** Whether it is a warning rather than a fault for this client. */
  isTolerableFor?(client: Client): boolean
}

/** Checks whether the operator allowed a client an insecure option. */
export function allows(client: Client, { option }: InsecureOption): boolean {
  return client.insecureOptions.has(option)
}
