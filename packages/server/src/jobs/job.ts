/** A repeated background job; all nodes may run it at the same time. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /** Runs once; long work ends early when `stop` is aborted. */
  readonly run: (stop: AbortSignal) => Promise<void>
}
