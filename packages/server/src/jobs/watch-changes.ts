import type { Job } from './job.ts'

export interface WatchChangesOptions {
  /** The counter of changes as it was before anything was cached: later changes must be read. */
  readonly since: number
  readonly readCounter: () => Promise<number>
  readonly forget: () => void
  readonly reloadKeys: () => Promise<void>
}

/** Drops what is cached when another process has changed it. */
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
      // Last: what failed halfway is done again.
      known = now
    },
  }
}
