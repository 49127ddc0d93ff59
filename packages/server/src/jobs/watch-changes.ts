import type { Job } from './job.ts'

export interface WatchChangesOptions {
  /** The change counter from before anything was cached: later changes must be read. */
  readonly since: number
  readonly readCounter: () => Promise<number>
  readonly forget: () => void
  readonly reloadKeys: () => Promise<void>
}

/** Clears the caches when another process has made a change. */
export function watchChanges({ since, readCounter, forget, reloadKeys }: WatchChangesOptions): Job {
  let known = since
  return {
    name: 'watch for changes',
    everyMs: 250,
    async run() {
      const now = await readCounter()
      if (now === known) return
      forget()
      await reloadKeys()
      // Last, so that an interrupted reload is repeated.
      known = now
    },
  }
}
