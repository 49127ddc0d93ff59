/** Work that is repeated in the background; it does no harm when all nodes do it at once. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  /** Does the work once; long work ends early when `stop` is aborted. */
  readonly run: (stop: AbortSignal) => Promise<void>
}
