/** A repeated background job; all nodes may run it at the same time. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /** Runs once; long work ends early when `stop` is aborted. */
  readonly run: (stop: AbortSignal) => Promise<void>
  /** Waits for work that runs have begun and did not wait for; called after `stop`. */
  readonly settle?: () => Promise<void>
}
